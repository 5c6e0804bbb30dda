#include "telephone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../core/message.h"
#include "wav.h"

enum { LOUD = 500, QUIET_MS = 12, BELL_GAP_MS = 60 };

void telephone_init(telephone *it, int number, bool fxo, uint32_t seed) {
    memset(it, 0, sizeof *it);
    it->number = number;
    it->fxo = fxo;
    it->random = seed * 2654435761u + (uint32_t) number + 1;
    it->line = LINE_NORMAL;
    it->changed_ms = UINT32_MAX / 2;
}

void telephone_free(telephone *it) {
    free(it->mouth);
    if (it->record != NULL) {
        wav_finish(it->record);
    }
}

static uint32_t random_bits(telephone *it) {
    it->random ^= it->random << 13;
    it->random ^= it->random >> 17;
    it->random ^= it->random << 5;
    return it->random;
}

// ---- hook switch and dial

static void step(telephone *it, bool closed, uint32_t ms) {
    if (it->step_count < TELEPHONE_STEPS) {
        it->steps[(it->step_at + it->step_count++) % TELEPHONE_STEPS] = (hook_step) {closed, ms};
    }
}

static void rotary(telephone *it, const char *digits, double per_second, double break_percent) {
    double period = 1000 / per_second;
    uint32_t broken = (uint32_t) lround(period * break_percent / 100);
    uint32_t made = (uint32_t) lround(period) - broken;
    for (const char *digit = digits; *digit != 0; digit++) {
        int pulses = *digit == '0' ? 10 : *digit - '0';
        for (int i = 0; i < pulses; i++) {
            step(it, false, broken);
            step(it, true, made);
        }
        step(it, true, 600);
    }
}

static void run_steps(telephone *it) {
    while (it->step_count > 0) {
        const hook_step *now = &it->steps[it->step_at];
        if (it->step_ms == 0 && it->contact != now->closed) {
            it->contact = now->closed;
            it->changed_ms = 0;
        }
        if (it->step_ms++ < now->ms) {
            return;
        }
        it->step_ms = 0;
        it->step_at = (it->step_at + 1) % TELEPHONE_STEPS;
        it->step_count--;
    }
}

bool telephone_closed(const telephone *it) {
    // Bouncing: for a while after a change the contact is here and there.
    return it->changed_ms < it->bounce_ms ? (it->random & 1) != 0 : it->contact;
}

// ---- microphone

static void say(telephone *it, const int16_t *samples, size_t count) {
    if (it->mouth_at == it->mouth_count && it->key_count == 0) {
        it->mouth_at = 0;
        it->mouth_count = 0;
    }
    if (it->mouth_count + count > it->mouth_room) {
        size_t room = (it->mouth_count + count) * 2;
        int16_t *larger = realloc(it->mouth, room * sizeof *larger);
        if (larger == NULL) {
            return;
        }
        it->mouth = larger;
        it->mouth_room = room;
    }
    if (samples == NULL) {
        memset(it->mouth + it->mouth_count, 0, count * sizeof *it->mouth);
    } else {
        memcpy(it->mouth + it->mouth_count, samples, count * sizeof *samples);
    }
    it->mouth_count += count;
}

static void say_tones(telephone *it, double low, double high, uint32_t ms, double amplitude) {
    for (uint32_t i = 0; i < ms * 8; i++) {
        double t = i / 8000.0;
        int16_t sample = (int16_t) lround(amplitude * (sin(2 * 3.14159265358979 * low * t) + (high > 0 ? sin(2 * 3.14159265358979 * high * t) : 0)));
        say(it, &sample, 1);
    }
}

static const char *press(telephone *it, const char *keys, uint32_t on_ms, uint32_t off_ms) {
    static const char all[] = "123A456B789C*0#D";
    static const double low[] = {697, 770, 852, 941};
    static const double high[] = {1209, 1336, 1477, 1633};
    for (const char *key = keys; *key != 0; key++) {
        const char *found = strchr(all, *key);
        if (found == NULL) {
            return "keys are 0-9 * # A-D";
        }
        long index = found - all;
        if (it->key_count < TELEPHONE_KEYS) {
            it->keys[it->key_count].at = it->mouth_count;
            it->keys[it->key_count++].key = *key;
        }
        // -7 dBm0 each.
        say_tones(it, low[index / 4], high[index % 4], on_ms, 10140);
        say(it, NULL, off_ms * 8);
    }
    return NULL;
}

static const char *speak(telephone *it, const char *path) {
    size_t count = 0;
    const char *why = NULL;
    int16_t *samples = wav_read(path, &count, &why);
    if (samples == NULL) {
        return why;
    }
    say(it, samples, count);
    free(samples);
    return NULL;
}

// What was still to be said and pressed is not.
static void hush(telephone *it) {
    it->mouth_at = it->mouth_count;
    it->key_count = 0;
}

// ---- ear

static const char *hear(telephone *it, const char *path) {
    if (it->record != NULL) {
        wav_finish(it->record);
        it->record = NULL;
    }
    if (*path == 0) {
        return NULL;
    }
    it->record = wav_create(path);
    return it->record == NULL ? "the file cannot be written" : NULL;
}

static void listen(telephone *it, const int16_t *to_ear, uint32_t now_ms, told tell) {
    int peak = 0;
    for (int i = 0; i < 8; i++) {
        peak = abs(to_ear[i]) > peak ? abs(to_ear[i]) : peak;
    }
    if (peak >= LOUD) {
        it->quiet_ms = 0;
        if (!it->hears) {
            it->hears = true;
            tell(it, "sound on", now_ms);
        }
    } else if (it->hears && ++it->quiet_ms == QUIET_MS) {
        it->hears = false;
        tell(it, "sound off", now_ms - QUIET_MS);
    }
    if (it->record != NULL) {
        wav_append(it->record, to_ear, 8);
    }
}

// ---- commands

const char *telephone_command(telephone *it, char *text) {
    char *verb = strtok(text, " ");
    char *argument = strtok(NULL, " ");
    char *second = strtok(NULL, " ");
    char *third = strtok(NULL, " ");
    const char *first = argument == NULL ? "" : argument;
    if (verb == NULL) {
        return "no command";
    } else if (strcmp(verb, "lift") == 0) {
        step(it, true, 0);
    } else if (strcmp(verb, "hang-up") == 0) {
        hush(it);
        step(it, false, 0);
    } else if (strcmp(verb, "flash") == 0) {
        step(it, false, argument == NULL ? 300 : (uint32_t) atoi(first));
        step(it, true, 0);
    } else if (strcmp(verb, "dial") == 0) {
        if (strspn(first, "0123456789") != strlen(first)) {
            return "a dial has digits only";
        }
        rotary(it, first, second == NULL ? 10 : atof(second), third == NULL ? 60 : atof(third));
    } else if (strcmp(verb, "press") == 0) {
        return press(it, first, second == NULL ? 80 : (uint32_t) atoi(second), third == NULL ? 80 : (uint32_t) atoi(third));
    } else if (strcmp(verb, "tone") == 0) {
        say_tones(it, atof(first), 0, second == NULL ? 1000 : (uint32_t) atoi(second), 8000);
    } else if (strcmp(verb, "speak") == 0) {
        return speak(it, first);
    } else if (strcmp(verb, "hush") == 0) {
        hush(it);
    } else if (strcmp(verb, "hear") == 0) {
        return hear(it, first);
    } else if (strcmp(verb, "bounce") == 0) {
        it->bounce_ms = (uint32_t) atoi(first);
    } else if (strcmp(verb, "echo") == 0) {
        it->echo = argument == NULL ? 0 : pow(10, atof(first) / 20);
        it->echo_samples = second == NULL ? 8 : atoi(second) * 8;
        it->echo_samples = it->echo_samples < 1 || it->echo_samples >= TELEPHONE_ECHO ? 8 : it->echo_samples;
    } else if (strcmp(verb, "ring") == 0) {
        it->rung = strcmp(first, "on") == 0;
    } else if (strcmp(verb, "line") == 0) {
        it->line = strcmp(first, "none") == 0 ? LINE_NO_BATTERY : strcmp(first, "reversed") == 0 ? LINE_REVERSED : LINE_NORMAL;
    } else {
        return "unknown command";
    }
    return NULL;
}

// ---- a millisecond

static void microphone(telephone *it, const int16_t *to_ear, int16_t *from_mouth) {
    bool closed = it->fxo ? it->off_hook : it->contact;
    for (int i = 0; i < 8; i++) {
        double sample = it->mouth_at < it->mouth_count && closed ? it->mouth[it->mouth_at++] : 0;
        int from = (it->delayed_at + TELEPHONE_ECHO - it->echo_samples) % TELEPHONE_ECHO;
        sample += closed && it->echo > 0 ? it->echo * it->delayed[from] : 0;
        it->delayed[it->delayed_at] = to_ear[i];
        it->delayed_at = (it->delayed_at + 1) % TELEPHONE_ECHO;
        from_mouth[i] = (int16_t) (sample > 32767 ? 32767 : sample < -32768 ? -32768 : lround(sample));
    }
}

// What the hand does: the contact, and keys that begin.
static void tell_hand(telephone *it, uint32_t now_ms, told tell) {
    if (it->contact != it->told_contact) {
        it->told_contact = it->contact;
        tell(it, it->contact ? "contact closed" : "contact open", now_ms);
    }
    if (it->key_count > 0 && it->mouth_at >= it->keys[0].at) {
        char what[] = "key 0";
        what[4] = it->keys[0].key;
        tell(it, what, now_ms);
        it->key_count--;
        memmove(it->keys, it->keys + 1, (size_t) it->key_count * sizeof it->keys[0]);
    }
}

void telephone_tick(telephone *it, const int16_t *to_ear, int16_t *from_mouth, uint32_t now_ms, told tell) {
    random_bits(it);
    run_steps(it);
    it->changed_ms += it->changed_ms < UINT32_MAX / 2 ? 1 : 0;
    tell_hand(it, now_ms, tell);
    static const int16_t nothing[8] = {0};
    const int16_t *heard = it->opened || it->no_battery ? nothing : to_ear;
    listen(it, heard, now_ms, tell);
    microphone(it, heard, from_mouth);
    if (it->bell && ++it->bell_off_ms > BELL_GAP_MS) {
        it->bell = false;
        tell(it, "bell off", now_ms - BELL_GAP_MS);
    }
}

void telephone_rung(telephone *it, bool on, uint32_t now_ms, told tell) {
    if (!on) {
        return;
    }
    it->bell_off_ms = 0;
    if (!it->bell) {
        it->bell = true;
        tell(it, "bell on", now_ms);
    }
}
