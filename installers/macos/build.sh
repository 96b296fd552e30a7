#!/usr/bin/env bash
# UNTESTED: written without a Mac. Makes medcls.app and a disk image on macOS 13 or newer.
#
# Run it in a checkout, with Python 3.11 from python.org and a virtual environment that holds
# `pip install '.[postgres]' pyinstaller`. Signing and notarisation need an Apple developer account:
# give MEDCLS_SIGN_IDENTITY ('Developer ID Application: ...') and MEDCLS_NOTARY_PROFILE (a keychain
# profile of `xcrun notarytool`); without them people have to allow the program in System Settings.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(uname)" = "Darwin" ] || { echo "this needs a Mac"; exit 2; }

work=${MEDCLS_BUILD:-$(mktemp -d)}
version=$(python -c "import tomllib; print(tomllib.load(open('pyproject.toml', 'rb'))['project']['version'])")

mkdir -p "$work/medcls.iconset"
for size in 16 32 128 256 512; do
  sips -s format png -z "$size" "$size" resources/icons/medcls.svg --out "$work/medcls.iconset/icon_${size}x${size}.png"
done
iconutil -c icns "$work/medcls.iconset" -o "$work/medcls.icns"

MEDCLS_ICON="$work/medcls.icns" MEDCLS_VERSION="$version" \
  python -m PyInstaller --noconfirm --workpath "$work/pyinstaller" --distpath "$work/dist" \
  installers/macos/medcls.spec

if [ -n "${MEDCLS_SIGN_IDENTITY:-}" ]; then
  codesign --deep --force --options runtime --timestamp --sign "$MEDCLS_SIGN_IDENTITY" "$work/dist/medcls.app"
fi
"$work/dist/medcls.app/Contents/MacOS/medcls" --version

image="$work/dist/medcls-$version.dmg"
hdiutil create -volname medcls -srcfolder "$work/dist/medcls.app" -ov -format UDZO "$image"
if [ -n "${MEDCLS_NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "$image" --keychain-profile "$MEDCLS_NOTARY_PROFILE" --wait
  xcrun stapler staple "$image"
fi
(cd "$work/dist" && shasum -a 256 "medcls-$version.dmg" | tee "medcls-$version.dmg.sha256")
