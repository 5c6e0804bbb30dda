#include "ring.h"

// Half a period in units of one millisecond times one tenth of a hertz: 1000 ms * 10 / 2.
enum { HALF_PERIOD = 5000 };

bool ring_pattern_valid(const ring_pattern *pattern) {
    if (pattern->decihertz < 150 || pattern->decihertz > 700 || pattern->pairs < 1 || pattern->pairs > RING_MAX_PAIRS) {
        return false;
    }
    for (int i = 0; i < pattern->pairs; i++) {
        if (pattern->on_ms[i] < 20 || pattern->on_ms[i] > 10000 || pattern->off_ms[i] < 20 || pattern->off_ms[i] > 20000) {
            return false;
        }
    }
    return true;
}

void ring_start(ringer *it, const ring_pattern *pattern) {
    it->pattern = *pattern;
    it->active = true;
    it->burst = false;
    it->pair = 0;
    it->round = 0;
    it->left_ms = 0;
    it->phase = 0;
    it->wave = true;
}

void ring_stop(ringer *it) {
    it->active = false;
    it->burst = false;
    it->wave = true;
}

static ring_event next_part(ringer *it) {
    if (it->burst) {
        it->burst = false;
        it->wave = true;
        it->left_ms = it->pattern.off_ms[it->pair];
        it->pair++;
        return RING_PAUSE_BEGINS;
    }
    if (it->pair == it->pattern.pairs) {
        it->pair = 0;
        it->round++;
        if (it->pattern.repeats != 0 && it->round == it->pattern.repeats) {
            ring_stop(it);
            return RING_ENDED;
        }
    }
    it->burst = true;
    it->phase = 0;
    it->left_ms = it->pattern.on_ms[it->pair];
    return RING_BURST_BEGINS;
}

ring_event ring_tick(ringer *it) {
    if (!it->active) {
        return RING_SAME;
    }
    ring_event event = RING_SAME;
    if (it->left_ms == 0) {
        event = next_part(it);
        if (event == RING_ENDED) {
            return event;
        }
    }
    it->left_ms--;
    if (it->burst) {
        it->phase += it->pattern.decihertz;
        if (it->phase >= HALF_PERIOD) {
            it->phase -= HALF_PERIOD;
            it->wave = !it->wave;
        }
    }
    return event;
}
