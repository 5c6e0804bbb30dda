#include "sound.h"

#include "memory.h"

#include "message.h"

// ITU-T G.711.
uint8_t ulaw_encode(int16_t sample) {
    int magnitude = sample < 0 ? -(sample + 1) : sample;
    int sign = sample < 0 ? 0x80 : 0;
    magnitude = (magnitude > 32635 ? 32635 : magnitude) + 132;
    int segment = 7;
    for (int mask = 0x4000; (magnitude & mask) == 0 && segment > 0; mask >>= 1) {
        segment--;
    }
    uint8_t code = (uint8_t) (sign | segment << 4 | (magnitude >> (segment + 3) & 0x0f));
    return (uint8_t) ~code;
}

int16_t ulaw_decode(uint8_t code) {
    code = (uint8_t) ~code;
    int magnitude = (((code & 0x0f) << 3) + 132) << (code >> 4 & 0x07);
    return (int16_t) ((code & 0x80) != 0 ? 132 - magnitude : magnitude - 132);
}

void sound_start(sound *it, uint8_t codec, uint8_t frame_ms) {
    // What went wrong is counted from the card's start on.
    uint32_t underruns = it->underruns;
    uint32_t lost = it->lost;
    uint32_t dropped = it->dropped;
    memset(it, 0, sizeof *it);
    it->underruns = underruns;
    it->lost = lost;
    it->dropped = dropped;
    it->codec = codec;
    it->frame_ms = frame_ms;
    it->on = true;
}

void sound_stop(sound *it) {
    it->on = false;
    it->count = 0;
}

size_t sound_from_phone(sound *it, const int16_t *samples, uint8_t *payload) {
    memcpy(it->collected + it->filled, samples, SOUND_MS * sizeof *samples);
    it->filled += SOUND_MS;
    uint16_t frame = (uint16_t) (it->frame_ms * SOUND_MS);
    if (it->filled < frame) {
        return 0;
    }
    it->filled = 0;
    if (it->codec == CODEC_ULAW) {
        for (int i = 0; i < frame; i++) {
            payload[i] = ulaw_encode(it->collected[i]);
        }
        return frame;
    }
    for (int i = 0; i < frame; i++) {
        payload[2 * i] = (uint8_t) (it->collected[i] & 0xff);
        payload[2 * i + 1] = (uint8_t) ((uint16_t) it->collected[i] >> 8);
    }
    return 2u * frame;
}

void sound_to_phone(sound *it, int16_t *samples) {
    for (int i = 0; i < SOUND_MS; i++) {
        if (it->count == 0) {
            samples[i] = 0;
            continue;
        }
        samples[i] = it->waiting[it->read_at];
        it->read_at = (uint16_t) ((it->read_at + 1) % SOUND_BUFFER);
        if (--it->count == 0) {
            it->underruns++;
        }
    }
}

void sound_hush(sound *it) {
    memset(it->waiting, 0, sizeof it->waiting);
}

static void put(sound *it, int16_t sample) {
    if (it->count == SOUND_MOST_WAITING) {
        // The oldest goes: late sound is worse than none.
        it->read_at = (uint16_t) ((it->read_at + 1) % SOUND_BUFFER);
        it->count--;
        it->dropped++;
    }
    it->waiting[(it->read_at + it->count++) % SOUND_BUFFER] = sample;
}

bool sound_from_host(sound *it, uint8_t sequence, const uint8_t *payload, size_t length) {
    if (!it->on) {
        return false;
    }
    size_t width = it->codec == CODEC_ULAW ? 1 : 2;
    size_t samples = length / width;
    if (length == 0 || length % width != 0 || samples > SOUND_FRAME_MAX) {
        return false;
    }
    uint8_t gap = (uint8_t) (sequence - it->expected);
    if (it->heard && gap > 0 && gap <= SOUND_MOST_LOST) {
        it->lost += gap;
        for (size_t i = 0; i < gap * samples; i++) {
            put(it, 0);
        }
    }
    it->expected = (uint8_t) (sequence + 1);
    it->heard = true;
    for (size_t i = 0; i < samples; i++) {
        int16_t wide = (int16_t) (width == 1 ? ulaw_decode(payload[i]) : payload[2 * i] | payload[2 * i + 1] << 8);
        put(it, wide);
    }
    return true;
}
