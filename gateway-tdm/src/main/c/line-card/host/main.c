// The line card as a process: the firmware's core, a pseudo-terminal in place of USB, and telephones that do as they are told.
//
//   line-card --ports FFFX... [--link PATH] [--exchange PATH] [--seed N]
//
// F is a telephone (FXS), X an exchange line (FXO), behind which is who listens at the socket of --exchange, or else nobody. Commands come on standard input, one a line: `PORT COMMAND ...` or `damage N`,
// `unplug`, `replug`, `help`, `quit`. What happens is told on standard output: `MILLISECOND PORT WHAT`.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "../core/board.h"
#include "../core/card.h"
#include "../core/message.h"
#include "exchange.h"
#include "telephone.h"

static const char HELP[] =
    "commands: PORT lift | hang-up | press KEYS [ON OFF] | dial DIGITS [PER-SECOND BREAK-%] | flash [MS] | speak FILE | hush | hear [FILE]\n"
    "          PORT tone HZ [MS] | bounce MS | echo DB [MS]; exchange lines: PORT ring on|off | line normal|reversed|none\n"
    "          damage BYTES-OF-TEN-THOUSAND | unplug | replug | help | quit\n";

static struct {
    card card;
    telephone telephones[CARD_MAX_PORTS];
    uint8_t kinds[CARD_MAX_PORTS];
    uint8_t ports;
    int terminal;
    const char *link;
    uint32_t damage;
    uint32_t random;
    bool quit;
} world = {.terminal = -1};

static void tell(const telephone *who, const char *what, uint32_t at_ms) {
    printf("%u %d %s\n", at_ms, who->number, what);
}

// ---- the board

const char *board_model(void) {
    return "Tipring line card (emulated)";
}

const char *board_serial(void) {
    return "EMULATED-1";
}

uint8_t board_ports(void) {
    return world.ports;
}

uint8_t board_kind(uint8_t port) {
    return world.kinds[port];
}

uint16_t board_features(void) {
    return FEATURE_POLARITY | FEATURE_OPEN_LOOP | FEATURE_VOLTAGE | FEATURE_RING_FREQUENCY | FEATURE_ON_HOOK_SOUND | FEATURE_BATTERY;
}

static void damage(uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count && world.damage > 0; i++) {
        world.random ^= world.random << 13;
        world.random ^= world.random >> 17;
        world.random ^= world.random << 5;
        if (world.random % 10000 < world.damage) {
            bytes[i] ^= (uint8_t) (1 + world.random / 10000 % 255);
        }
    }
}

size_t board_read(uint8_t *into, size_t size) {
    ssize_t count = world.terminal < 0 ? -1 : read(world.terminal, into, size);
    if (count <= 0) {
        return 0;
    }
    damage(into, (size_t) count);
    return (size_t) count;
}

size_t board_write(const uint8_t *from, size_t length) {
    if (world.terminal < 0) {
        return length;
    }
    if (world.damage == 0) {
        ssize_t taken = write(world.terminal, from, length);
        return taken < 0 ? 0 : (size_t) taken;
    }
    uint8_t bytes[256];
    length = length > sizeof bytes ? sizeof bytes : length;
    memcpy(bytes, from, length);
    damage(bytes, length);
    ssize_t taken = write(world.terminal, bytes, length);
    return taken < 0 ? 0 : (size_t) taken;
}

void board_sound(uint8_t port, const int16_t *out, int16_t *in) {
    telephone *it = &world.telephones[port];
    if (it->fxo && exchange_connected()) {
        exchange_line(port, it->off_hook, out, in, &it->rung, &it->line);
        return;
    }
    telephone_tick(&world.telephones[port], out, in, world.card.now_ms, tell);
}

bool board_loop_closed(uint8_t port) {
    return telephone_closed(&world.telephones[port]);
}

void board_ring(uint8_t port, bool on, bool wave) {
    (void) wave;
    telephone_rung(&world.telephones[port], on, world.card.now_ms, tell);
}

static void changed(telephone *it, bool *was, bool is, const char *yes, const char *no) {
    if (*was != is) {
        *was = is;
        tell(it, is ? yes : no, world.card.now_ms);
    }
}

void board_polarity(uint8_t port, bool reversed) {
    changed(&world.telephones[port], &world.telephones[port].reversed, reversed, "polarity reversed", "polarity normal");
}

void board_open_loop(uint8_t port, bool open) {
    changed(&world.telephones[port], &world.telephones[port].opened, open, "loop open", "loop closed");
}

void board_battery(uint8_t port, bool on) {
    changed(&world.telephones[port], &world.telephones[port].no_battery, !on, "battery off", "battery on");
}

void board_hook(uint8_t port, bool off_hook) {
    changed(&world.telephones[port], &world.telephones[port].off_hook, off_hook, "off-hook", "on-hook");
}

bool board_ringing(uint8_t port) {
    return world.telephones[port].rung;
}

uint8_t board_line(uint8_t port) {
    return world.telephones[port].line;
}

bool board_measure(uint8_t port, int16_t *decivolts, int16_t *decimilliamperes) {
    const telephone *it = &world.telephones[port];
    int sign = it->line == LINE_REVERSED ? -1 : it->line == LINE_NORMAL ? 1 : 0;
    *decivolts = (int16_t) (sign * (it->off_hook ? 75 : 480));
    *decimilliamperes = (int16_t) (it->off_hook && sign != 0 ? 250 : 0);
    return true;
}

// ---- the pseudo-terminal

static bool plug(void) {
    int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) {
        return false;
    }
    struct termios raw;
    if (tcgetattr(terminal, &raw) == 0) {
        cfmakeraw(&raw);
        tcsetattr(terminal, TCSANOW, &raw);
    }
    const char *name = ptsname(terminal);
    if (world.link != NULL) {
        unlink(world.link);
        if (symlink(name, world.link) != 0) {
            close(terminal);
            return false;
        }
    }
    world.terminal = terminal;
    printf("port: %s\n", world.link != NULL ? world.link : name);
    return true;
}

static void unplug(void) {
    if (world.terminal >= 0) {
        close(world.terminal);
        world.terminal = -1;
    }
    if (world.link != NULL) {
        unlink(world.link);
    }
}

// ---- commands

static void card_command(char *line) {
    int value = 0;
    if (strcmp(line, "quit") == 0) {
        world.quit = true;
    } else if (strcmp(line, "help") == 0) {
        fputs(HELP, stdout);
    } else if (strcmp(line, "unplug") == 0) {
        unplug();
    } else if (strcmp(line, "replug") == 0) {
        // A card that gets its power from USB starts anew.
        uint32_t now = world.card.now_ms;
        card_init(&world.card);
        world.card.now_ms = now;
        plug();
    } else if (sscanf(line, "damage %d", &value) == 1) {
        world.damage = (uint32_t) value;
    } else if (*line != 0) {
        printf("unknown command: %s\n", line);
    }
}

static void command(char *line) {
    char *rest = line;
    long port = strtol(line, &rest, 10);
    if (rest == line) {
        card_command(line);
        return;
    }
    if (port < 0 || port >= world.ports) {
        printf("no such port: %s\n", line);
        return;
    }
    const char *wrong = telephone_command(&world.telephones[port], rest);
    if (wrong != NULL) {
        printf("%u %ld wrong: %s\n", world.card.now_ms, port, wrong);
    }
}

static void read_commands(void) {
    static char line[1024];
    static size_t filled;
    char bytes[512];
    ssize_t count = read(STDIN_FILENO, bytes, sizeof bytes);
    if (count == 0) {
        world.quit = true;
    }
    for (ssize_t i = 0; i < count; i++) {
        if (bytes[i] == '\n') {
            line[filled] = 0;
            filled = 0;
            command(line);
        } else if (filled < sizeof line - 1) {
            line[filled++] = bytes[i];
        }
    }
}

// ---- time

static void run(void) {
    struct timespec next;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &next);
    while (!world.quit) {
        next.tv_nsec += 1000000;
        if (next.tv_nsec >= 1000000000) {
            next.tv_nsec -= 1000000000;
            next.tv_sec++;
        }
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
        clock_gettime(CLOCK_MONOTONIC, &now);
        // A card's clock does not wait for the computer. But a process that stood still for long does not make up for it with a burst.
        if ((now.tv_sec - next.tv_sec) * 1000 + (now.tv_nsec - next.tv_nsec) / 1000000 > 50) {
            next = now;
        }
        read_commands();
        exchange_receive();
        card_tick(&world.card);
    }
}

int main(int count, char **arguments) {
    const char *kinds = "FF";
    const char *exchange = NULL;
    uint32_t seed = 1;
    for (int i = 1; i + 1 < count; i += 2) {
        if (strcmp(arguments[i], "--ports") == 0) {
            kinds = arguments[i + 1];
        } else if (strcmp(arguments[i], "--link") == 0) {
            world.link = arguments[i + 1];
        } else if (strcmp(arguments[i], "--exchange") == 0) {
            exchange = arguments[i + 1];
        } else if (strcmp(arguments[i], "--seed") == 0) {
            seed = (uint32_t) atoi(arguments[i + 1]);
        } else {
            fprintf(stderr, "unknown option %s\n", arguments[i]);
            return 64;
        }
    }
    size_t ports = strlen(kinds);
    if (count % 2 == 0 || ports < 1 || ports > CARD_MAX_PORTS || strspn(kinds, "FX") != ports) {
        fprintf(stderr, "usage: line-card [--ports FFX...] [--link PATH] [--exchange PATH] [--seed N]; F a telephone, X an exchange line, up to 32\n");
        return 64;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGPIPE, SIG_IGN);
    fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
    world.ports = (uint8_t) ports;
    world.random = seed * 2654435761u + 1;
    for (int i = 0; i < world.ports; i++) {
        world.kinds[i] = kinds[i] == 'F' ? KIND_FXS : KIND_FXO;
        telephone_init(&world.telephones[i], i, kinds[i] == 'X', seed);
    }
    if (exchange != NULL && !exchange_connect(exchange)) {
        fprintf(stderr, "nobody listens at %s: %s\n", exchange, strerror(errno));
        return 69;
    }
    card_init(&world.card);
    if (!plug()) {
        fprintf(stderr, "cannot make a pseudo-terminal or its link: %s\n", strerror(errno));
        return 74;
    }
    fputs(HELP, stdout);
    run();
    unplug();
    for (int i = 0; i < world.ports; i++) {
        telephone_free(&world.telephones[i]);
    }
    return 0;
}
