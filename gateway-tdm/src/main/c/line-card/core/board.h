// What a board must do for the core. Everything is called from one thread or from one interrupt level. Thin: no decisions in here.
#ifndef TIPRING_BOARD_H
#define TIPRING_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// ASCII, up to 32 characters each.
const char *board_model(void);
const char *board_serial(void);

// At most CARD_MAX_PORTS; KIND_FXS or KIND_FXO.
uint8_t board_ports(void);
uint8_t board_kind(uint8_t port);
// FEATURE_... of all ports.
uint16_t board_features(void);

// The host's bytes. Neither waits; both return how many there were or were taken.
size_t board_read(uint8_t *into, size_t size);
size_t board_write(const uint8_t *from, size_t length);

// One millisecond, SOUND_MS samples each way: to the telephone or line, and from it.
void board_sound(uint8_t port, const int16_t *out, int16_t *in);

// FXS: whether loop current flows; ringing current on, and its square wave; tip and ring turned round; the loop opened by us; battery.
bool board_loop_closed(uint8_t port);
void board_ring(uint8_t port, bool on, bool wave);
void board_polarity(uint8_t port, bool reversed);
void board_open_loop(uint8_t port, bool open);
void board_battery(uint8_t port, bool on);

// FXO: our hook relay; whether ringing current is there; LINE_...
void board_hook(uint8_t port, bool off_hook);
bool board_ringing(uint8_t port);
uint8_t board_line(uint8_t port);
// Tenths of a volt and of a milliampere; false where the board has no meter.
bool board_measure(uint8_t port, int16_t *decivolts, int16_t *decimilliamperes);

#endif
