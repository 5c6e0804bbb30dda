// The line card: everything but the hardware. The board calls card_tick once each millisecond.
#ifndef TIPRING_CARD_H
#define TIPRING_CARD_H

#include "frame.h"
#include "hook.h"
#include "link.h"
#include "ring.h"
#include "sound.h"

#define CARD_FIRMWARE "1.0"

enum { CARD_MAX_PORTS = 32, CARD_SILENCE_MS = 5000, CARD_TRANSMIT = 16384 };

typedef struct {
    uint8_t kind;
    sound sound;
    uint8_t sound_when;
    bool sounding;
    // FXS
    hook hook;
    ringer ringer;
    uint16_t open_loop_ms;
    // FXO
    bool off_hook;
    uint16_t flash_ms;
    // A digit that is being dialled: pulses still to come, and when its loop opens or closes next.
    uint8_t pulses;
    bool pulse_open;
    uint8_t pulse_break_ms;
    uint8_t pulse_make_ms;
    uint8_t pulse_ms;
    uint16_t ringing_ms;
    uint16_t quiet_ms;
    bool rings;
    uint8_t line;
    uint16_t measure_every_ms;
    uint16_t measure_in_ms;
} card_port;

typedef struct {
    card_port ports[CARD_MAX_PORTS];
    uint8_t port_count;
    uint32_t now_ms;
    uint32_t heard_at_ms;
    uint32_t identified_at_ms;
    uint16_t session;
    deframer in;
    reliable link;
    bool acknowledge;
    uint8_t transmit[CARD_TRANSMIT];
    size_t transmit_at;
    size_t transmit_count;
    uint32_t not_sent;
} card;

void card_init(card *it);
void card_tick(card *it);

#endif
