// The ringing generator: a cadence, and the square wave that a SLIC module turns into ringing current (pins RM and F/R). Called once
// each millisecond.
#ifndef TIPRING_RING_H
#define TIPRING_RING_H

#include <stdbool.h>
#include <stdint.h>

enum { RING_MAX_PAIRS = 5 };

typedef struct {
    uint16_t decihertz;
    // How often the cadence is played; 0: until it is stopped.
    uint8_t repeats;
    uint8_t pairs;
    uint16_t on_ms[RING_MAX_PAIRS];
    uint16_t off_ms[RING_MAX_PAIRS];
} ring_pattern;

typedef enum { RING_SAME, RING_BURST_BEGINS, RING_PAUSE_BEGINS, RING_ENDED } ring_event;

typedef struct {
    ring_pattern pattern;
    bool active;
    bool burst;
    uint8_t pair;
    uint8_t round;
    uint16_t left_ms;
    // Phase of the square wave in units of 1/20000 of a period's half.
    uint32_t phase;
    bool wave;
} ringer;

bool ring_pattern_valid(const ring_pattern *pattern);

void ring_start(ringer *it, const ring_pattern *pattern);

void ring_stop(ringer *it);

ring_event ring_tick(ringer *it);

#endif
