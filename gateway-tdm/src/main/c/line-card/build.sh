#!/bin/sh
# Builds the line card's core.
#   build.sh host FOLDER [--sanitize]   the emulator and the core's own tests, with gcc
#   build.sh arm FOLDER                 the core and the RP2040 board as objects, with arm-none-eabi-gcc: no vendor's SDK is needed for that
set -eu
here=$(cd "$(dirname "$0")" && pwd)
what=${1:?host or arm}
out=${2:?where to}
flags="-std=c99 -O2 -g -Wall -Wextra -Wconversion -Wshadow -Werror"
[ "${3:-}" = --sanitize ] && flags="$flags -fsanitize=address,undefined -fno-sanitize-recover=all"
mkdir -p "$out"
case $what in
    host)
        cc=${CC:-gcc}
        for source in "$here"/core/*.c; do
            $cc $flags -c "$source" -o "$out/$(basename "$source" .c).o"
        done
        rm -f "$out/libcard.a"
        ar -rcs "$out/libcard.a" "$out"/*.o
        $cc $flags "$here"/host/*.c "$out/libcard.a" -lm -o "$out/line-card"
        for test in vectors fuzz; do
            $cc $flags "$here/test/$test.c" "$out/libcard.a" -o "$out/$test"
        done
        ;;
    arm)
        cc=${ARM_CC:-arm-none-eabi-gcc}
        for source in "$here"/core/*.c "$here"/rp2040/*.c; do
            $cc $flags -mcpu=cortex-m0plus -mthumb -ffreestanding -c "$source" -o "$out/$(basename "$source" .c).o"
        done
        ;;
    *)
        echo "build.sh: host or arm, not $what" >&2
        exit 64
        ;;
esac
