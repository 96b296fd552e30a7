/* medcls.exe and medcls-review.exe: they load the Python of `runtime` into this process.
 *
 * In one process, so that the task bar, the file locks and the crash reports of Windows name
 * medcls and not python.exe. Built twice by launchers.py: MODULE is what runs, WINDOWED is defined
 * for the one without a console.
 */
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768 /* of a path with the manifest's longPathAware */

typedef int (*PyMain)(int, wchar_t **);
typedef void (*PySetProgramName)(const wchar_t *);

static wchar_t home[LONGEST], runtime[LONGEST], dll[LONGEST], program[LONGEST];

static int is_chinese(void) { return PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_CHINESE; }

/* Nobody can press a button in a test that runs without a screen. */
static int is_watched(int argc, wchar_t **argv) {
    for (int i = 1; i < argc; i++)
        if (!wcscmp(argv[i], L"--smoke-test")) return 0;
    return 1;
}

static void complain(int watched, const wchar_t *english, const wchar_t *chinese, DWORD error) {
    static wchar_t text[LONGEST + 512];
    swprintf(text, LONGEST + 512, is_chinese() ? chinese : english, home, error);
#ifdef WINDOWED
    if (watched) MessageBoxW(NULL, text, L"medcls", MB_OK | MB_ICONERROR);
#else
    (void)watched;
    fwprintf(stderr, L"%ls\n", text);
#endif
}

static int find_home(void) {
    DWORD length = GetModuleFileNameW(NULL, home, LONGEST);
    if (!length || length >= LONGEST) return 0;
    wchar_t *end = wcsrchr(home, L'\\');
    if (!end) return 0;
    *end = 0;
    swprintf(runtime, LONGEST, L"%ls\\runtime", home);
    swprintf(dll, LONGEST, L"%ls\\python311.dll", runtime);
    swprintf(program, LONGEST, L"%ls\\python.exe", runtime);
    return 1;
}

/* matplotlib's list of fonts goes where the uninstaller finds it. */
static void keep_caches_together(void) {
    static wchar_t cache[LONGEST];
    DWORD length = GetEnvironmentVariableW(L"LOCALAPPDATA", cache, LONGEST - 64);
    if (!length || length >= LONGEST - 64) return;
    wcscat(cache, L"\\medcls\\Cache\\matplotlib");
    SetEnvironmentVariableW(L"MPLCONFIGDIR", cache);
}

int wmain(int argc, wchar_t **argv) {
    int watched = is_watched(argc, argv);
    if (!find_home()) return 70;
    keep_caches_together();
    /* Libraries come from our own folders and Windows', never from PATH or where a file lies. */
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    AddDllDirectory(runtime);
    HMODULE python = LoadLibraryExW(
        dll, NULL, LOAD_LIBRARY_SEARCH_DEFAULT_DIRS | LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR);
    PyMain run = python ? (PyMain)(void *)GetProcAddress(python, "Py_Main") : NULL;
    PySetProgramName name =
        python ? (PySetProgramName)(void *)GetProcAddress(python, "Py_SetProgramName") : NULL;
    if (!run || !name) {
        complain(watched,
                 L"medcls in %ls is not complete (error %lu). Run its setup again.",
                 L"%ls 中的 medcls 不完整（错误 %lu）。请重新运行安装程序。", GetLastError());
        return 70;
    }
    /* sys.executable: what worker processes are started with, and where python311._pth lies. */
    name(program);
    wchar_t **given = calloc(argc + 6, sizeof(wchar_t *));
    int count = 0;
    given[count++] = argv[0];
    given[count++] = L"-X";
    given[count++] = L"utf8"; /* output that is piped is UTF-8, whatever the code page */
    given[count++] = L"-m";
    given[count++] = MODULE;
    for (int i = 1; i < argc; i++) given[count++] = argv[i];
    int code = run(count, given);
#ifdef WINDOWED
    if (code == 1)
        complain(watched,
                 L"medcls could not go on. What happened is written in "
                 L"%%LOCALAPPDATA%%\\medcls\\Logs.\n\n%ls",
                 L"medcls 无法继续运行。详情已写入 %%LOCALAPPDATA%%\\medcls\\Logs。\n\n%ls", 0);
#endif
    return code;
}
