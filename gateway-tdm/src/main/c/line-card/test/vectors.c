// Holds the core to the vectors that the Java side is held to, and lets it hear dials: vectors FILE DIALS SEED, so many of them at random.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../core/frame.h"
#include "../core/hook.h"
#include "../core/ring.h"
#include "../core/sound.h"

static int failures;
static int checked;

static void check(bool right, const char *what) {
    checked++;
    if (!right) {
        failures++;
        printf("wrong: %s\n", what);
    }
}

static size_t unhex(const char *text, uint8_t *bytes) {
    size_t count = 0;
    unsigned value;
    while (sscanf(text, " %2x", &value) == 1) {
        bytes[count++] = (uint8_t) value;
        text += strspn(text, " ") + 2;
    }
    return count;
}

static char *field(char **rest) {
    char *begin = *rest + strspn(*rest, " ");
    char *end = strstr(begin, " |");
    *rest = end == NULL ? begin + strlen(begin) : end + 2;
    if (end != NULL) {
        *end = 0;
    }
    return begin;
}

static void frame_vector(char *rest) {
    const char *name = field(&rest);
    uint8_t head[8];
    uint8_t payload[1024];
    uint8_t wire[1024];
    uint8_t made[FRAME_MAX_WIRE];
    check(unhex(field(&rest), head) == 3, name);
    size_t length = unhex(field(&rest), payload);
    size_t wired = unhex(field(&rest), wire);
    size_t count = frame_encode(head[0], head[1], head[2], payload, length, made);
    check(count == wired && memcmp(made, wire, count) == 0, name);
    deframer in = {0};
    frame out;
    int found = 0;
    for (size_t i = 0; i < wired; i++) {
        if (deframer_take(&in, wire[i], &out)) {
            found++;
            check(out.type == head[0] && out.port == head[1] && out.sequence == head[2] && out.length == length
                && memcmp(out.payload, payload, length) == 0, name);
        }
    }
    check(found == 1 && in.damaged == 0, name);
}

static void stream_vector(char *rest) {
    const char *name = field(&rest);
    static uint8_t wire[4096];
    size_t count = unhex(field(&rest), wire);
    char expected[256] = "";
    sscanf(field(&rest), "%255[^\n]", expected);
    char found[256] = "";
    deframer in = {0};
    frame out;
    for (size_t i = 0; i < count; i++) {
        if (deframer_take(&in, wire[i], &out)) {
            snprintf(found + strlen(found), sizeof found - strlen(found), "%s%02x:%02x", *found == 0 ? "" : " ", out.type, out.port);
        }
    }
    check(strcmp(found, *expected == '-' ? "" : expected) == 0, name);
}

// A dial with that rate and break ratio; a flash; a hang-up: what the core makes of them.
static void dial(double per_second, double break_percent, int bounce_ms) {
    char name[64];
    snprintf(name, sizeof name, "dial at %.2f per second, %.1f %% break, bounce %d ms", per_second, break_percent, bounce_ms);
    hook it;
    hook_init(&it);
    it.timings.flash_max_ms = 700;
    double period = 1000 / per_second;
    double broken = period * break_percent / 100;
    char events[64] = "";
    size_t at = 0;
    bool closed = false;
    bool was = false;
    int since = 1000;
    for (int ms = 0; ms < 40000; ms++) {
        double t = ms - 500;
        closed = ms >= 500 && ms < 30000;
        // Digits 1 to 9 and 0, each in a slot of 2 s.
        int digit = t >= 500 ? (int) ((t - 500) / 2000) + 1 : 0;
        double in = t - 500 - (digit - 1) * 2000.0;
        if (closed && digit >= 1 && digit <= 10 && in < digit * period) {
            closed = in - (int) (in / period) * period >= broken;
        }
        since = closed == was ? since + 1 : 0;
        was = closed;
        bool contact = since < bounce_ms ? (ms * 7 % 3) == 0 : closed;
        switch (hook_tick(&it, contact, false)) {
            case HOOK_PULSED: at += (size_t) snprintf(events + at, sizeof events - at, "%x", it.value); break;
            case HOOK_LIFTED: at += (size_t) snprintf(events + at, sizeof events - at, "L"); break;
            case HOOK_HUNG_UP: at += (size_t) snprintf(events + at, sizeof events - at, "H"); break;
            case HOOK_FLASHED: at += (size_t) snprintf(events + at, sizeof events - at, "F"); break;
            case HOOK_PULSING: case HOOK_NOTHING: break;
        }
    }
    check(strcmp(events, "L123456789aH") == 0, name);
    if (strcmp(events, "L123456789aH") != 0) {
        printf("  heard %s\n", events);
    }
}

static uint32_t state;

static double between(double low, double high) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return low + (high - low) * (state / 4294967296.0);
}

static void flash(int ms, const char *expected) {
    hook it;
    hook_init(&it);
    it.timings.flash_max_ms = 700;
    char name[32];
    snprintf(name, sizeof name, "a break of %d ms", ms);
    const char *found = "nothing";
    for (int t = 0; t < 5000; t++) {
        hook_event event = hook_tick(&it, t >= 100 && (t < 1000 || t >= 1000 + ms), false);
        found = t < 500 ? found : event == HOOK_FLASHED ? "flash" : event == HOOK_HUNG_UP ? "hung up" : event == HOOK_PULSED ? "pulse" : found;
    }
    check(strcmp(found, expected) == 0, name);
}

// Periods of the square wave in a burst of one second are the frequency.
static void ring_frequency(uint16_t decihertz) {
    ringer it = {0};
    ring_pattern pattern = {.decihertz = decihertz, .repeats = 1, .pairs = 1, .on_ms = {1000}, .off_ms = {1000}};
    ring_start(&it, &pattern);
    int changes = 0;
    int burst = 0;
    bool wave = true;
    for (int ms = 0; ms < 3000; ms++) {
        ring_tick(&it);
        changes += it.wave != wave;
        wave = it.wave;
        burst += it.burst;
    }
    check(abs(changes * 5 - decihertz) <= 10 && burst == 1000 && !it.active, "ring frequency");
}

static void ring_trip(void) {
    hook it;
    hook_init(&it);
    bool lifted = false;
    // 20 Hz bleeding into the contact for a second is no answer.
    for (int ms = 0; ms < 1000; ms++) {
        lifted |= hook_tick(&it, ms / 25 % 2 == 0, true) == HOOK_LIFTED;
    }
    check(!lifted, "ringing current is no answer");
    int after = 0;
    while (after < 200 && hook_tick(&it, true, true) != HOOK_LIFTED) {
        after++;
    }
    check(after < 40, "an answer within 40 ms");
}

static int frames_in(const uint8_t *bytes, size_t count) {
    deframer in = {0};
    frame out;
    int found = 0;
    for (size_t i = 0; i < count; i++) {
        found += deframer_take(&in, bytes[i], &out);
    }
    return found;
}

// Each byte of a stream of 40 frames, lost and changed in every way: at most one frame goes with it.
static void one_byte(void) {
    static uint8_t stream[40 * FRAME_MAX_WIRE];
    static uint8_t lost[sizeof stream];
    size_t length = 0;
    for (int i = 0; i < 40; i++) {
        uint8_t payload[12];
        for (size_t k = 0; k < sizeof payload; k++) {
            payload[k] = (uint8_t) (i * 37 + (int) k * 11 % 5 - 2);
        }
        length += frame_encode(i % 5 == 0 ? 0x10 : 1, (uint8_t) (i % 4), (uint8_t) i, payload, (size_t) (i % 13), stream + length);
    }
    int fewest = 40;
    for (size_t at = 0; at < length; at++) {
        memcpy(lost, stream, at);
        memcpy(lost + at, stream + at + 1, length - at - 1);
        int found = frames_in(lost, length - 1);
        fewest = found < fewest ? found : fewest;
        for (int change = 1; change < 256; change++) {
            stream[at] ^= (uint8_t) change;
            found = frames_in(stream, length);
            fewest = found < fewest ? found : fewest;
            stream[at] ^= (uint8_t) change;
        }
    }
    check(fewest >= 39, "one byte costs one frame");
}

// What waits is silent at once and as long as it was.
static void hush(void) {
    static sound it;
    uint8_t loud[80];
    int16_t heard[SOUND_MS];
    memset(loud, 0x80, sizeof loud);
    sound_start(&it, 1, 5);
    sound_from_host(&it, 0, loud, sizeof loud);
    sound_to_phone(&it, heard);
    check(heard[0] > 30000, "loud before");
    sound_hush(&it);
    uint16_t left = it.count;
    sound_to_phone(&it, heard);
    check(heard[0] == 0 && heard[7] == 0 && it.count == left - SOUND_MS && left == 72, "hushed, and as long as it was");
    sound_from_host(&it, 1, loud, sizeof loud);
    while (it.count > 72) {
        sound_to_phone(&it, heard);
    }
    sound_to_phone(&it, heard);
    check(heard[0] > 30000, "what comes after is heard");
}

static void law(void) {
    for (int code = 0; code < 256; code++) {
        int16_t sample = ulaw_decode((uint8_t) code);
        // Two codes mean 0.
        check(ulaw_encode(sample) == code || (sample == 0 && code == 0x7f), "mu-law there and back");
    }
    check(ulaw_encode(32767) == 0x80 && ulaw_encode(-32768) == 0x00 && ulaw_encode(0) == 0xff, "mu-law ends");
}

int main(int count, char **arguments) {
    FILE *file = count == 4 ? fopen(arguments[1], "r") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: vectors FILE DIALS SEED\n");
        return 64;
    }
    int dials = atoi(arguments[2]);
    uint32_t seed = (uint32_t) atol(arguments[3]);
    state = seed * 2654435761u + 1;
    static char line[8192];
    while (fgets(line, sizeof line, file) != NULL) {
        char *rest = line;
        const char *kind = *line == '#' ? "" : field(&rest);
        if (strcmp(kind, "frame") == 0) {
            frame_vector(rest);
        } else if (strcmp(kind, "stream") == 0) {
            stream_vector(rest);
        }
    }
    fclose(file);
    for (int rate = 80; rate <= 120; rate += 5) {
        for (int ratio = 30; ratio <= 70; ratio += 5) {
            dial(rate / 10.0, ratio, 0);
            dial(rate / 10.0, ratio, 5);
        }
    }
    for (int i = 0; i < dials; i++) {
        dial(between(8, 12), between(30, 70), (int) between(0, 6));
    }
    flash(40, "pulse");
    flash(100, "flash");
    flash(690, "flash");
    flash(720, "hung up");
    ring_frequency(200);
    ring_frequency(250);
    ring_frequency(167);
    ring_frequency(500);
    ring_trip();
    one_byte();
    hush();
    law();
    printf("%d checks (seed %u, %d dials of ten digits at random), %d wrong\n", checked, seed, dials, failures);
    return failures == 0 ? 0 : 1;
}
