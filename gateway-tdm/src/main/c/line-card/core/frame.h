// Frames on the wire: 00, COBS(type, port, sequence, payload, CRC-16 low byte first), 00. See line-card.md.
#ifndef TIPRING_FRAME_H
#define TIPRING_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FRAME_MAX_PAYLOAD = 320,
    FRAME_HEADER = 3,
    FRAME_CRC = 2,
    FRAME_MAX_BODY = FRAME_HEADER + FRAME_MAX_PAYLOAD + FRAME_CRC,
    // COBS puts one byte in front of every run of at most 254; and the two delimiters.
    FRAME_MAX_WIRE = FRAME_MAX_BODY + FRAME_MAX_BODY / 254 + 1 + 2,
    PORT_CARD = 0xff
};

typedef struct {
    uint8_t type;
    uint8_t port;
    uint8_t sequence;
    uint16_t length;
    uint8_t payload[FRAME_MAX_PAYLOAD];
} frame;

// Takes bytes as they come, whatever they are, and finds the frames in them.
typedef struct {
    uint8_t body[FRAME_MAX_BODY];
    uint16_t filled;
    // Bytes of the present COBS run that are still to come, and whether a zero follows it.
    uint8_t left;
    bool zero_follows;
    bool broken;
    bool begun;
    uint32_t damaged;
} deframer;

uint16_t crc16(const uint8_t *bytes, size_t length);

// Writes the frame as it goes on the wire; `wire` has room for FRAME_MAX_WIRE. Returns the length.
size_t frame_encode(uint8_t type, uint8_t port, uint8_t sequence, const uint8_t *payload, size_t length, uint8_t *wire);

// Takes one byte. Returns true when it completed a good frame, which is in `out`.
bool deframer_take(deframer *in, uint8_t byte, frame *out);

#endif
