#define _GNU_SOURCE
#include "exchange.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../core/card.h"

enum { BLOCK = 64, STEP = 8, MESSAGE = 2 + 2 * BLOCK, WAITING = 8 * BLOCK };

static int peer = -1;

static struct {
    uint8_t filled;
    int16_t said[BLOCK];
    int16_t waiting[WAITING];
    uint16_t read_at;
    uint16_t count;
    uint8_t state;
} lines[CARD_MAX_PORTS];

bool exchange_connect(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        return false;
    }
    strcpy(address.sun_path, path);
    peer = socket(AF_UNIX, SOCK_STREAM, 0);
    if (peer < 0 || connect(peer, (struct sockaddr *) &address, sizeof address) != 0) {
        return false;
    }
    return true;
}

bool exchange_connected(void) {
    return peer >= 0;
}

static void gone(void) {
    close(peer);
    peer = -1;
}

static void heard(const uint8_t *block) {
    if (block[0] >= CARD_MAX_PORTS) {
        return;
    }
    lines[block[0]].state = block[1];
    for (int i = 0; i < BLOCK && lines[block[0]].count < WAITING; i++) {
        uint16_t at = (uint16_t) ((lines[block[0]].read_at + lines[block[0]].count++) % WAITING);
        lines[block[0]].waiting[at] = (int16_t) (block[2 + 2 * i] | block[3 + 2 * i] << 8);
    }
}

void exchange_receive(void) {
    static uint8_t bytes[CARD_MAX_PORTS * MESSAGE];
    static size_t filled;
    if (peer < 0) {
        return;
    }
    ssize_t count = recv(peer, bytes + filled, sizeof bytes - filled, MSG_DONTWAIT);
    if (count == 0) {
        gone();
        return;
    }
    filled += count > 0 ? (size_t) count : 0;
    size_t at = 0;
    for (; filled - at >= MESSAGE; at += MESSAGE) {
        heard(bytes + at);
    }
    memmove(bytes, bytes + at, filled - at);
    filled -= at;
}

static void tell(uint8_t port, bool off_hook) {
    uint8_t block[MESSAGE] = {port, off_hook};
    for (int i = 0; i < BLOCK; i++) {
        block[2 + 2 * i] = (uint8_t) (lines[port].said[i] & 0xff);
        block[3 + 2 * i] = (uint8_t) ((uint16_t) lines[port].said[i] >> 8);
    }
    if (send(peer, block, sizeof block, MSG_NOSIGNAL) != (ssize_t) sizeof block) {
        gone();
    }
}

void exchange_line(uint8_t port, bool off_hook, const int16_t *out, int16_t *in, bool *rings, uint8_t *line) {
    memcpy(lines[port].said + lines[port].filled, out, STEP * sizeof *out);
    lines[port].filled = (uint8_t) (lines[port].filled + STEP);
    if (lines[port].filled == BLOCK) {
        lines[port].filled = 0;
        if (peer >= 0) {
            tell(port, off_hook);
        }
    }
    for (int i = 0; i < STEP; i++) {
        bool there = lines[port].count > 0;
        in[i] = there ? lines[port].waiting[lines[port].read_at] : 0;
        lines[port].read_at = (uint16_t) ((lines[port].read_at + there) % WAITING);
        lines[port].count = (uint16_t) (lines[port].count - there);
    }
    *rings = (lines[port].state & 1) != 0;
    *line = lines[port].state >> 1 & 3;
}
