// Sound of one port: collects what the telephone says into frames, and plays the host's. The card's clock leads: one frame out is one
// frame in.
#ifndef TIPRING_SOUND_H
#define TIPRING_SOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Sound is taken and given a millisecond at a time.
enum { SOUND_RATE = 8000, SOUND_MS = 8, SOUND_FRAME_MAX = 160, SOUND_BUFFER = 1024, SOUND_MOST_WAITING = 640, SOUND_MOST_LOST = 8 };

typedef struct {
    bool on;
    uint8_t codec;
    uint8_t frame_ms;
    int16_t collected[SOUND_FRAME_MAX];
    uint16_t filled;
    uint8_t sequence;
    int16_t waiting[SOUND_BUFFER];
    uint16_t read_at;
    uint16_t count;
    uint8_t expected;
    bool heard;
    uint32_t underruns;
    uint32_t lost;
    uint32_t dropped;
} sound;

uint8_t ulaw_encode(int16_t sample);
int16_t ulaw_decode(uint8_t code);

void sound_start(sound *it, uint8_t codec, uint8_t frame_ms);
void sound_stop(sound *it);

// A millisecond from the telephone. Returns the length of the frame that it completed, in bytes, or 0; `payload` has room for 320.
size_t sound_from_phone(sound *it, const int16_t *samples, uint8_t *payload);

// A millisecond for the telephone; silence where there is none.
void sound_to_phone(sound *it, int16_t *samples);

// What waits to be played becomes silence, as long as it was: nothing is delayed or hurried by it.
void sound_hush(sound *it);

// A frame of the host. Frames that were lost before it are played as silence, so that the delay stays what it was. Returns false for
// nonsense.
bool sound_from_host(sound *it, uint8_t sequence, const uint8_t *payload, size_t length);

#endif
