// A telephone that somebody uses, at the end of a pair of wires: a hook switch, a dial, keys, a microphone, an ear, a bell.
#ifndef TIPRING_TELEPHONE_H
#define TIPRING_TELEPHONE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { TELEPHONE_STEPS = 1024, TELEPHONE_ECHO = 512, TELEPHONE_KEYS = 64 };

typedef struct {
    bool closed;
    uint32_t ms;
} hook_step;

typedef struct {
    int number;
    bool fxo;
    // The contact, and what will become of it.
    bool contact;
    hook_step steps[TELEPHONE_STEPS];
    int step_at;
    int step_count;
    uint32_t step_ms;
    uint32_t bounce_ms;
    uint32_t changed_ms;
    uint32_t random;
    // What the microphone will pick up.
    int16_t *mouth;
    size_t mouth_at;
    size_t mouth_count;
    size_t mouth_room;
    // Where in it keys begin, to tell when they do.
    struct {
        size_t at;
        char key;
    } keys[TELEPHONE_KEYS];
    int key_count;
    bool told_contact;
    // What the ear hears.
    FILE *record;
    bool hears;
    uint32_t quiet_ms;
    // The hybrid gives back so much of it, so much later.
    double echo;
    int echo_samples;
    int16_t delayed[TELEPHONE_ECHO];
    int delayed_at;
    // The wires.
    bool bell;
    uint32_t bell_off_ms;
    bool reversed;
    bool opened;
    bool no_battery;
    // FXO: the exchange's side.
    bool off_hook;
    bool rung;
    uint8_t line;
} telephone;

typedef void (*told)(const telephone *who, const char *what, uint32_t at_ms);

void telephone_init(telephone *it, int number, bool fxo, uint32_t seed);
void telephone_free(telephone *it);

// Does what a line of text says. Returns null, or what is wrong with it.
const char *telephone_command(telephone *it, char *text);

// A millisecond of its life: 8 samples each way.
void telephone_tick(telephone *it, const int16_t *to_ear, int16_t *from_mouth, uint32_t now_ms, told tell);

bool telephone_closed(const telephone *it);
void telephone_rung(telephone *it, bool on, uint32_t now_ms, told tell);

#endif
