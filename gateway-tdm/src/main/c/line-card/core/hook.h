// What a hook switch means: off-hook, on-hook, a flash, or the pulses of a dial. Called once each millisecond.
//
//   contact  ---+  +--+  +--+  +-------------  three breaks, then a long make: the digit 3
//   (closed)    |  |  |  |  |  |
//               +--+  +--+  +--+
//                break make
#ifndef TIPRING_HOOK_H
#define TIPRING_HOOK_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    // A change of the contact counts when it has lasted so long.
    uint16_t debounce_ms;
    // A longer break is no dial pulse.
    uint16_t pulse_max_ms;
    // A break up to so long is a flash; 0: there are no flashes.
    uint16_t flash_max_ms;
    // A make of that length ends a digit.
    uint16_t digit_gap_ms;
    // A break of that length is the end of the call. Used where it is longer than flash_max_ms.
    uint16_t hang_up_ms;
} hook_timings;

extern const hook_timings HOOK_DEFAULT;

// PULSING: the first pulse of a digit is over; PULSED: the digit is complete.
typedef enum { HOOK_NOTHING, HOOK_LIFTED, HOOK_HUNG_UP, HOOK_FLASHED, HOOK_PULSING, HOOK_PULSED } hook_event;

typedef struct {
    hook_timings timings;
    bool raw;
    uint16_t raw_ms;
    bool closed;
    // Since the debounced contact changed.
    uint32_t since_ms;
    bool off_hook;
    uint8_t pulses;
    // Of the event that was returned last: pulses, or how long the flash was.
    uint16_t value;
} hook;

void hook_init(hook *it);

bool hook_timings_valid(const hook_timings *timings);

// `closed` is the contact now. While ringing current is on, a closure must last longer to be an answer (ring trip).
hook_event hook_tick(hook *it, bool closed, bool ringing);

#endif
