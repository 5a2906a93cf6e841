# lab:1, the only image: this machine's busybox-static and the scripts in lab/image, imported into every engine.

make_image() { # make_image: $LAB/image.tar
  local root=$LAB/image busybox applet
  busybox=$(command -v busybox) || die "busybox-static is not installed: run lab/install first"
  mkdir -p "$root"/{bin,tmp,etc,www}
  cp "$busybox" "$root/bin/busybox"
  for applet in cat dd df env false free grep head hostname ip kill ls mkdir mount nc nslookup ping ps rm sed seq sh sleep tail top touch true wget yes; do
    ln -s busybox "$root/bin/$applet"
  done
  install -m 755 "$HERE"/image/* "$root/bin/"
  tar -C "$root" -cf "$LAB/image.tar.part" . && mv "$LAB/image.tar.part" "$LAB/image.tar"
}

import_image() { # import_image I
  wait_for 10 test -f "$LAB/image.tar"
  dk "$1" import --change 'CMD ["serve"]' "$LAB/image.tar" lab:1 >/dev/null
}
