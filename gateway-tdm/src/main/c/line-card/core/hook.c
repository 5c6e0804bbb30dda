#include "hook.h"

// Pulse dials: 8 to 12 a second, break 30 to 70 % of the period: breaks of 25 to 87.5 ms, makes of the same; between digits at least 200 ms.
const hook_timings HOOK_DEFAULT = {
    .debounce_ms = 10, .pulse_max_ms = 95, .flash_max_ms = 0, .digit_gap_ms = 140, .hang_up_ms = 200
};

void hook_init(hook *it) {
    *it = (hook) {.timings = HOOK_DEFAULT, .since_ms = UINT16_MAX};
}

bool hook_timings_valid(const hook_timings *timings) {
    return timings->debounce_ms >= 1 && timings->debounce_ms <= 50 && timings->pulse_max_ms > timings->debounce_ms
        && timings->pulse_max_ms <= 200 && timings->digit_gap_ms > timings->debounce_ms && timings->digit_gap_ms <= 1000
        && timings->hang_up_ms > timings->pulse_max_ms && timings->hang_up_ms <= 5000
        && (timings->flash_max_ms == 0 || timings->flash_max_ms > timings->pulse_max_ms) && timings->flash_max_ms <= 5000;
}

static uint16_t hang_up_ms(const hook *it) {
    return it->timings.hang_up_ms > it->timings.flash_max_ms ? it->timings.hang_up_ms : (uint16_t) (it->timings.flash_max_ms + 1);
}

static hook_event closed_again(hook *it) {
    if (!it->off_hook) {
        it->off_hook = true;
        it->pulses = 0;
        return HOOK_LIFTED;
    }
    uint32_t broken = it->since_ms;
    if (broken <= it->timings.pulse_max_ms) {
        return ++it->pulses == 1 ? HOOK_PULSING : HOOK_NOTHING;
    }
    it->pulses = 0;
    if (broken <= it->timings.flash_max_ms) {
        it->value = (uint16_t) broken;
        return HOOK_FLASHED;
    }
    // Longer than any flash and too short for the end of a call: somebody knocked the hook.
    return HOOK_NOTHING;
}

static hook_event still(hook *it) {
    if (!it->off_hook) {
        return HOOK_NOTHING;
    }
    if (!it->closed && it->since_ms >= hang_up_ms(it)) {
        it->off_hook = false;
        it->pulses = 0;
        return HOOK_HUNG_UP;
    }
    if (it->closed && it->pulses > 0 && it->since_ms >= it->timings.digit_gap_ms) {
        it->value = it->pulses;
        it->pulses = 0;
        return HOOK_PULSED;
    }
    return HOOK_NOTHING;
}

// While it rings, ringing current leaks into the contact: half a period of the slowest ring must not pass for an answer.
enum { RING_TRIP_MS = 34 };

hook_event hook_tick(hook *it, bool closed, bool ringing) {
    if (closed != it->raw) {
        it->raw = closed;
        it->raw_ms = 0;
    }
    if (it->raw_ms < UINT16_MAX) {
        it->raw_ms++;
    }
    if (it->since_ms < UINT32_MAX) {
        it->since_ms++;
    }
    if (it->raw == it->closed || it->raw_ms < (ringing && !it->off_hook ? RING_TRIP_MS : it->timings.debounce_ms)) {
        return still(it);
    }
    // The change happened when the contact began to rest, not now: lengths come out as they were.
    hook_event event = HOOK_NOTHING;
    it->since_ms -= it->raw_ms;
    if (it->raw) {
        event = closed_again(it);
    }
    it->closed = it->raw;
    it->since_ms = it->raw_ms;
    return event;
}
