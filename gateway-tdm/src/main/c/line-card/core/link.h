// The reliable half of the protocol: numbered frames arrive once and in order, whatever the wire loses. Go-back-N, window of 8.
#ifndef TIPRING_LINK_H
#define TIPRING_LINK_H

#include "frame.h"

enum { LINK_WINDOW = 8, LINK_QUEUE = 64, LINK_MESSAGE = 16, LINK_RESEND_MS = 40 };

typedef struct {
    uint8_t type;
    uint8_t port;
    uint8_t length;
    uint8_t payload[LINK_MESSAGE];
} message;

typedef struct {
    // Messages from `oldest` on wait for their acknowledgement; those beyond the window have not been sent yet.
    message queue[LINK_QUEUE];
    uint8_t oldest;
    uint8_t count;
    uint8_t sent;
    uint8_t oldest_sequence;
    uint8_t expected;
    uint32_t resend_at;
    bool overflow;
    uint32_t resent;
} reliable;

void reliable_reset(reliable *it);

// Puts a message into the queue. When it is full `overflow` is set: the other side has not listened for long, and the session is over.
void reliable_put(reliable *it, uint8_t type, uint8_t port, const uint8_t *payload, size_t length);

// The next frame to send, or 0. `wire` has room for FRAME_MAX_WIRE.
size_t reliable_next(reliable *it, uint32_t now_ms, uint8_t *wire);

// The other side expects `sequence` next: all before it have arrived.
void reliable_acked(reliable *it, uint8_t sequence);

// Whether a numbered frame is the one expected; others are repetitions, or stand behind a lost one.
bool reliable_accept(reliable *it, uint8_t sequence);

#endif
