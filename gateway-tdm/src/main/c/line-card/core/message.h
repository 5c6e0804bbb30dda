// The vocabulary of the protocol; line-card.md says what each means. The same numbers are in org.tipring.tdm.card.MessageType.
#ifndef TIPRING_MESSAGE_H
#define TIPRING_MESSAGE_H

enum { PROTOCOL_VERSION = 1 };

enum {
    // Not numbered, both ways or as said.
    MSG_AUDIO = 0x01,
    MSG_ACK = 0x02,
    MSG_PING = 0x03,
    MSG_PONG = 0x04,
    MSG_HELLO = 0x05,
    MSG_IDENTITY = 0x06,
    MSG_HUSH = 0x07,
    // Numbered, host to card.
    MSG_START_SOUND = 0x10,
    MSG_STOP_SOUND = 0x11,
    MSG_TIMINGS = 0x12,
    MSG_RING = 0x13,
    MSG_STOP_RING = 0x14,
    MSG_POLARITY = 0x15,
    MSG_OPEN_LOOP = 0x16,
    MSG_BATTERY = 0x17,
    MSG_HOOK = 0x20,
    MSG_FLASH = 0x21,
    MSG_DIAL_PULSES = 0x22,
    MSG_MEASURE = 0x23,
    // Numbered, card to host.
    MSG_HOOK_STATE = 0x40,
    MSG_FLASHED = 0x41,
    MSG_PULSES = 0x42,
    MSG_RING_PHASE = 0x43,
    MSG_RANG = 0x44,
    MSG_LINE = 0x45,
    MSG_MEASURED = 0x46,
    MSG_DONE = 0x47,
    MSG_REFUSED = 0x4e,
    MSG_FAULT = 0x4f,
    MSG_FIRST_NUMBERED = 0x10
};

enum { KIND_FXS = 1, KIND_FXO = 2 };
enum { CODEC_ULAW = 1, CODEC_LINEAR = 2 };
enum { FRAME_5_MS = 1, FRAME_10_MS = 2, FRAME_20_MS = 4 };
enum {
    FEATURE_POLARITY = 1, FEATURE_OPEN_LOOP = 2, FEATURE_VOLTAGE = 4, FEATURE_RING_FREQUENCY = 8, FEATURE_ON_HOOK_SOUND = 16,
    FEATURE_BATTERY = 32
};
// When sound flows: while the loop is closed, or always (caller ID while on-hook).
enum { SOUND_OFF_HOOK = 1, SOUND_ALWAYS = 2 };
enum { REFUSED_TYPE = 1, REFUSED_PORT = 2, REFUSED_KIND = 3, REFUSED_FEATURE = 4, REFUSED_VALUE = 5 };
enum { LINE_NO_BATTERY = 0, LINE_NORMAL = 1, LINE_REVERSED = 2 };

#endif
