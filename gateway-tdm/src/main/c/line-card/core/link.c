#include "link.h"

#include "memory.h"

void reliable_reset(reliable *it) {
    memset(it, 0, sizeof *it);
}

void reliable_put(reliable *it, uint8_t type, uint8_t port, const uint8_t *payload, size_t length) {
    if (it->count == LINK_QUEUE || length > LINK_MESSAGE) {
        it->overflow = true;
        return;
    }
    message *slot = &it->queue[(it->oldest + it->count++) % LINK_QUEUE];
    slot->type = type;
    slot->port = port;
    slot->length = (uint8_t) length;
    if (length > 0) {
        memcpy(slot->payload, payload, length);
    }
}

size_t reliable_next(reliable *it, uint32_t now_ms, uint8_t *wire) {
    if (it->sent > 0 && (int32_t) (now_ms - it->resend_at) >= 0) {
        it->resent += it->sent;
        it->sent = 0;
    }
    if (it->sent == it->count || it->sent == LINK_WINDOW) {
        return 0;
    }
    const message *next = &it->queue[(it->oldest + it->sent) % LINK_QUEUE];
    uint8_t sequence = (uint8_t) (it->oldest_sequence + it->sent);
    it->sent++;
    it->resend_at = now_ms + LINK_RESEND_MS;
    return frame_encode(next->type, next->port, sequence, next->payload, next->length, wire);
}

void reliable_acked(reliable *it, uint8_t sequence) {
    uint8_t arrived = (uint8_t) (sequence - it->oldest_sequence);
    // An acknowledgement that was overtaken, or of what was never sent.
    if (arrived == 0 || arrived > it->count || arrived > LINK_WINDOW) {
        return;
    }
    it->oldest = (uint8_t) ((it->oldest + arrived) % LINK_QUEUE);
    it->count = (uint8_t) (it->count - arrived);
    it->sent = it->sent > arrived ? (uint8_t) (it->sent - arrived) : 0;
    it->oldest_sequence = sequence;
}

bool reliable_accept(reliable *it, uint8_t sequence) {
    if (sequence != it->expected) {
        return false;
    }
    it->expected++;
    return true;
}
