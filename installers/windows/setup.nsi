; medcls' setup program. Values come from setup.py as -D: VERSION FILE_VERSION STAGE ICON OUTFILE
; SIZE_KB COMPRESSION.
;
; Silent:  setup.exe /S [/ALLUSERS] [/DESKTOP] [/D=C:\folder]       (/D last, without quotes)
; Exit codes: 0 done, 2 refused (the reason is in a message unless /S), 740 needs an administrator.

Target amd64-unicode
Unicode true
!if "${COMPRESSION}" == "lzma"
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!else if "${COMPRESSION}" == "none"
  SetCompress off
  CRCCheck off ; of 1.3 GB it takes longer than all the rest, and a trial compares every file
!else
  SetCompressor zlib
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include nsDialogs.nsh
!include WinVer.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\medcls"
!define PROGID "medcls.slide"

Name "medcls"
OutFile "${OUTFILE}"
RequestExecutionLevel user
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10
BrandingText "medcls ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
InstallDir ""

VIProductVersion "${FILE_VERSION}"
VIFileVersion "${FILE_VERSION}"
VIAddVersionKey "ProductName" "medcls"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "medcls setup"
VIAddVersionKey "CompanyName" "The medcls founders"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

Var Everybody  ; 1: for all users of this computer
Var OnDesktop
Var Given      ; a folder was given by /D= or on the page
Var Radio

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartIt
!define MUI_LANGDLL_ALLLANGUAGES

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${STAGE}/LICENSE.txt"
Page custom WhoPage WhoLeave
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

!macro SAY NAME ENGLISH CHINESE
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${NAME} ${LANG_SIMPCHINESE} "${CHINESE}"
!macroend
!insertmacro SAY WhoTitle "Who will use medcls?" "供谁使用？"
!insertmacro SAY WhoText "Labels and settings are every user's own in either case." "无论哪种方式，标注和设置都归各用户自己。"
!insertmacro SAY WhoMe "Only me (no administrator needed)" "仅自己（无需管理员权限）"
!insertmacro SAY WhoAll "All users of this computer (asks for an administrator)" "本机所有用户（需要管理员权限）"
!insertmacro SAY PartProgram "medcls" "medcls 程序"
!insertmacro SAY PartProgramText "The program, its models and its documentation." "程序、模型和文档。"
!insertmacro SAY PartDesktop "Icon on the desktop" "桌面图标"
!insertmacro SAY PartDesktopText "A second way to start medcls, beside the Start menu." "除“开始”菜单外的另一启动方式。"
!insertmacro SAY PartOpen "Offer medcls for slides" "为切片提供“打开方式”"
!insertmacro SAY PartOpenText "Adds medcls to 'Open with' of .svs, .ndpi, .mrxs and other slides. What a double click opens stays as it is." "在 .svs、.ndpi、.mrxs 等切片的“打开方式”中加入 medcls；双击时使用的程序保持不变。"
!insertmacro SAY Running "medcls is open. Close it, then go on." "medcls 正在运行。请先关闭，再继续。"
!insertmacro SAY Foreign "$INSTDIR holds a folder 'runtime' that isn't medcls'. Choose another folder." "$INSTDIR 中已有不属于 medcls 的“runtime”文件夹。请选择其他文件夹。"
!insertmacro SAY TooOld "medcls needs Windows 10 or newer." "medcls 需要 Windows 10 或更高版本。"
!insertmacro SAY NoAdmin "Installing for all users needs an administrator." "为所有用户安装需要管理员权限。"
!insertmacro SAY NotWhole "medcls could not be installed completely; what was there before is back." "medcls 未能完整安装；已恢复原有版本。"
!insertmacro SAY Console "medcls command line" "medcls 命令行"

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  SetRegView 64
  StrCpy $Given 0
  ${If} $INSTDIR != ""
    StrCpy $Given 1
  ${EndIf}
  ${GetParameters} $0
  StrCpy $Everybody 0
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $1
  ${IfNot} ${Errors}
    StrCpy $Everybody 1
  ${Else}
    ; what is there already is upgraded, not doubled
    ReadRegStr $1 HKCU "${KEY}" "InstallLocation"
    ReadRegStr $2 HKLM "${KEY}" "InstallLocation"
    ${If} $1 == ""
    ${AndIf} $2 != ""
      StrCpy $Everybody 1
    ${EndIf}
  ${EndIf}
  StrCpy $OnDesktop 0
  ClearErrors
  ${GetOptions} $0 "/DESKTOP" $1
  ${IfNot} ${Errors}
    StrCpy $OnDesktop 1
  ${EndIf}
  ${If} ${Silent}
    Call Elevate
  ${EndIf}
  Call ChooseFolder
FunctionEnd

; For all users without the right to: ask Windows for it, once; in silence, give up.
Function Elevate
  ${If} $Everybody == 1
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      ${If} ${Silent}
        SetErrorLevel 740
        Quit
      ${EndIf}
      ClearErrors
      ExecShell "runas" "$EXEPATH" "/ALLUSERS"
      ${If} ${Errors}
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(NoAdmin)"
        Abort
      ${EndIf}
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Function ChooseFolder
  ${If} $Everybody == 1
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
  ${If} $Given == 1
    Return
  ${EndIf}
  ReadRegStr $0 SHCTX "${KEY}" "InstallLocation"
  ${If} $0 != ""
    StrCpy $INSTDIR $0
  ${ElseIf} $Everybody == 1
    StrCpy $INSTDIR "$PROGRAMFILES64\medcls"
  ${Else}
    SetShellVarContext current
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\medcls"
  ${EndIf}
FunctionEnd

Function WhoPage
  !insertmacro MUI_HEADER_TEXT "$(WhoTitle)" "$(WhoText)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 10u 100% 12u "$(WhoMe)"
  Pop $1
  ${NSD_CreateRadioButton} 0 28u 100% 12u "$(WhoAll)"
  Pop $Radio
  ${If} $Everybody == 1
    ${NSD_Check} $Radio
  ${Else}
    ${NSD_Check} $1
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function WhoLeave
  ${NSD_GetState} $Radio $0
  StrCpy $Everybody 0
  ${If} $0 == ${BST_CHECKED}
    StrCpy $Everybody 1
  ${EndIf}
  Call Elevate
  Call ChooseFolder
FunctionEnd

; A running program's file can't be opened for writing.
!macro REFUSE_WHILE_RUNNING UN
Function ${UN}RefuseWhileRunning
  again:
  StrCpy $1 0
  ${ForEach} $2 1 3 + 1
    ${If} $2 == 1
      StrCpy $3 "$INSTDIR\medcls-review.exe"
    ${ElseIf} $2 == 2
      StrCpy $3 "$INSTDIR\medcls.exe"
    ${Else}
      StrCpy $3 "$INSTDIR\runtime\python311.dll"
    ${EndIf}
    ${If} ${FileExists} $3
      ClearErrors
      FileOpen $0 $3 a
      ${If} ${Errors}
        StrCpy $1 1
      ${Else}
        FileClose $0
      ${EndIf}
    ${EndIf}
  ${Next}
  ${If} $1 == 1
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd
!macroend
!insertmacro REFUSE_WHILE_RUNNING ""
!insertmacro REFUSE_WHILE_RUNNING "un."

!macro OPEN_WITH EXT
  WriteRegStr SHCTX "Software\Classes\${EXT}\OpenWithProgids" "${PROGID}" ""
  WriteRegStr SHCTX "Software\Classes\Applications\medcls-review.exe\SupportedTypes" "${EXT}" ""
!macroend
!macro NOT_OPEN_WITH EXT
  DeleteRegValue SHCTX "Software\Classes\${EXT}\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifempty SHCTX "Software\Classes\${EXT}\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "Software\Classes\${EXT}"
!macroend
!macro EVERY_FILE DO
  !insertmacro ${DO} ".svs"
  !insertmacro ${DO} ".ndpi"
  !insertmacro ${DO} ".mrxs"
  !insertmacro ${DO} ".scn"
  !insertmacro ${DO} ".bif"
  !insertmacro ${DO} ".vms"
  !insertmacro ${DO} ".medcase" ; a colleague's case
!macroend

Section "$(PartProgram)" Program
  SectionIn RO
  Call RefuseWhileRunning
  ${If} ${FileExists} "$INSTDIR\runtime\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\runtime\python311.dll"
    MessageBox MB_OK|MB_ICONSTOP "$(Foreign)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  ; The version before is set aside and comes back if this one can't be written as a whole.
  RMDir /r "$INSTDIR\runtime.old"
  ClearErrors
  Rename "$INSTDIR\runtime" "$INSTDIR\runtime.old"
  ClearErrors
  SetOverwrite on
  SetOutPath "$INSTDIR"
  File "${STAGE}/medcls.exe"
  File "${STAGE}/medcls-review.exe"
  File "${STAGE}/LICENSE.txt"
  SetOutPath "$INSTDIR\runtime"
  File /r "${STAGE}/runtime/*"
  SetOutPath "$INSTDIR"
  File "${STAGE}/FILES.sha256"
  ${If} ${Errors}
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR\runtime"
    Rename "$INSTDIR\runtime.old" "$INSTDIR\runtime"
    MessageBox MB_OK|MB_ICONSTOP "$(NotWhole)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  RMDir /r "$INSTDIR\runtime.old"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  WriteRegStr SHCTX "${KEY}" "DisplayName" "medcls"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\medcls-review.exe"
  WriteRegStr SHCTX "${KEY}" "Publisher" "The medcls founders"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  ${If} $Everybody == 1
    WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /ALLUSERS'
    WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /ALLUSERS /S'
  ${Else}
    WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  ${EndIf}
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" "${SIZE_KB}"
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1

  WriteRegStr SHCTX "Software\Classes\Applications\medcls-review.exe" "FriendlyAppName" "medcls"
  WriteRegStr SHCTX "Software\Classes\Applications\medcls-review.exe\shell\open\command" "" '"$INSTDIR\medcls-review.exe" "%1"'

  SetOutPath "$DOCUMENTS" ; where the shortcuts start: a folder of the user's
  CreateDirectory "$SMPROGRAMS\medcls"
  CreateShortcut "$SMPROGRAMS\medcls\medcls.lnk" "$INSTDIR\medcls-review.exe"
  CreateShortcut "$SMPROGRAMS\medcls\$(Console).lnk" "$SYSDIR\cmd.exe" '/k set "PATH=$INSTDIR;%PATH%" && medcls --help' "$INSTDIR\medcls.exe"
SectionEnd

Section /o "$(PartDesktop)" DesktopIcon
  SetOutPath "$DOCUMENTS"
  CreateShortcut "$DESKTOP\medcls.lnk" "$INSTDIR\medcls-review.exe"
SectionEnd

Section "$(PartOpen)" OpenWith
  WriteRegStr SHCTX "Software\Classes\${PROGID}" "" "medcls"
  WriteRegStr SHCTX "Software\Classes\${PROGID}\DefaultIcon" "" "$INSTDIR\medcls-review.exe,0"
  WriteRegStr SHCTX "Software\Classes\${PROGID}\shell\open\command" "" '"$INSTDIR\medcls-review.exe" "%1"'
  !insertmacro EVERY_FILE OPEN_WITH
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${Program} "$(PartProgramText)"
  !insertmacro MUI_DESCRIPTION_TEXT ${DesktopIcon} "$(PartDesktopText)"
  !insertmacro MUI_DESCRIPTION_TEXT ${OpenWith} "$(PartOpenText)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInstSuccess
  ${If} $OnDesktop == 1
    SetOutPath "$DOCUMENTS"
    CreateShortcut "$DESKTOP\medcls.lnk" "$INSTDIR\medcls-review.exe"
  ${EndIf}
FunctionEnd

; The window belongs to the user, also where setup ran as an administrator.
Function StartIt
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\medcls-review.exe"'
FunctionEnd

Function un.onInit
  SetRegView 64
  StrCpy $Everybody 0
  ReadRegStr $0 HKLM "${KEY}" "InstallLocation"
  ${If} $0 == $INSTDIR
    StrCpy $Everybody 1
    SetShellVarContext all
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      ${If} ${Silent}
        SetErrorLevel 740
        Quit
      ${EndIf}
      ExecShell "runas" "$INSTDIR\uninstall.exe" "/ALLUSERS"
      Quit
    ${EndIf}
  ${EndIf}
  Call un.RefuseWhileRunning
FunctionEnd

Section "Uninstall"
  SetOutPath "$TEMP" ; a folder in use can't go
  RMDir /r "$INSTDIR\runtime"
  Delete "$INSTDIR\medcls.exe"
  Delete "$INSTDIR\medcls-review.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\FILES.sha256"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only if nothing of the user's lies in it

  Delete "$DESKTOP\medcls.lnk"
  RMDir /r "$SMPROGRAMS\medcls"
  !insertmacro EVERY_FILE NOT_OPEN_WITH
  DeleteRegKey SHCTX "Software\Classes\${PROGID}"
  DeleteRegKey SHCTX "Software\Classes\Applications\medcls-review.exe"
  DeleteRegKey SHCTX "${KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  ; Ours in the user's folder: what can be made again. Labels, models and settings stay.
  SetShellVarContext current
  RMDir /r "$LOCALAPPDATA\medcls\gpu"
  RMDir /r "$LOCALAPPDATA\medcls\Cache"
  RMDir /r "$LOCALAPPDATA\medcls\Logs"
  RMDir "$LOCALAPPDATA\medcls"
SectionEnd
