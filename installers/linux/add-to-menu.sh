#!/bin/sh
# Puts medcls into your menu and offers it for slides; --remove takes it out again.
# Nothing that opens slides by a double click is changed.
set -eu
here=$(dirname "$(readlink -f "$0")")
menu=${XDG_DATA_HOME:-$HOME/.local/share}/applications
if [ "${1:-}" = "--remove" ]; then
  rm -f "$menu/medcls.desktop"
  exit 0
fi
mkdir -p "$menu"
cat > "$menu/medcls.desktop" <<END
[Desktop Entry]
Type=Application
Name=medcls
Comment=Review what models say about cells and tissue
Comment[zh_CN]=复核模型对细胞和组织的判读
Exec="$here/medcls-review" %F
Icon=$here/python/lib/python3.11/site-packages/medcls_resources/icons/medcls.svg
Categories=Science;MedicalSoftware;
MimeType=image/tiff;
END
