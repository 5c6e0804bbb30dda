#include "frame.h"

#include "memory.h"

// CRC-16/IBM-3740 ("CCITT false"): polynomial 1021, begins with ffff.
uint16_t crc16(const uint8_t *bytes, size_t length) {
    uint16_t crc = 0xffff;
    for (size_t i = 0; i < length; i++) {
        crc = (uint16_t) (crc >> 8 | crc << 8);
        crc ^= bytes[i];
        crc ^= (uint16_t) ((crc & 0xff) >> 4);
        crc ^= (uint16_t) (crc << 12);
        crc ^= (uint16_t) ((crc & 0xff) << 5);
    }
    return crc;
}

static size_t cobs(const uint8_t *in, size_t length, uint8_t *out) {
    size_t code_at = 0;
    size_t at = 1;
    uint8_t code = 1;
    for (size_t i = 0; i < length; i++) {
        if (in[i] != 0) {
            out[at++] = in[i];
            code++;
        }
        if (in[i] == 0 || (code == 0xff && i + 1 < length)) {
            out[code_at] = code;
            code_at = at++;
            code = 1;
        }
    }
    out[code_at] = code;
    return at;
}

size_t frame_encode(uint8_t type, uint8_t port, uint8_t sequence, const uint8_t *payload, size_t length, uint8_t *wire) {
    uint8_t body[FRAME_MAX_BODY];
    body[0] = type;
    body[1] = port;
    body[2] = sequence;
    if (length > 0) {
        memcpy(body + FRAME_HEADER, payload, length);
    }
    uint16_t crc = crc16(body, FRAME_HEADER + length);
    body[FRAME_HEADER + length] = (uint8_t) (crc & 0xff);
    body[FRAME_HEADER + length + 1] = (uint8_t) (crc >> 8);
    wire[0] = 0;
    size_t coded = cobs(body, FRAME_HEADER + length + FRAME_CRC, wire + 1);
    wire[1 + coded] = 0;
    return coded + 2;
}

static void begin(deframer *in) {
    in->filled = 0;
    in->left = 0;
    in->zero_follows = false;
    in->broken = false;
    in->begun = false;
}

static void put(deframer *in, uint8_t byte) {
    if (in->filled == FRAME_MAX_BODY) {
        in->broken = true;
    } else {
        in->body[in->filled++] = byte;
    }
}

static bool complete(deframer *in, frame *out) {
    bool good = !in->broken && in->left == 0 && in->filled >= FRAME_HEADER + FRAME_CRC;
    if (good) {
        uint16_t length = (uint16_t) (in->filled - FRAME_CRC);
        good = crc16(in->body, length) == (uint16_t) (in->body[length] | in->body[length + 1] << 8);
    }
    if (good) {
        out->type = in->body[0];
        out->port = in->body[1];
        out->sequence = in->body[2];
        out->length = (uint16_t) (in->filled - FRAME_HEADER - FRAME_CRC);
        memcpy(out->payload, in->body + FRAME_HEADER, out->length);
    } else if (in->begun) {
        in->damaged++;
    }
    begin(in);
    return good;
}

bool deframer_take(deframer *in, uint8_t byte, frame *out) {
    if (byte == 0) {
        return complete(in, out);
    }
    in->begun = true;
    if (in->left > 0) {
        put(in, byte);
        in->left--;
        return false;
    }
    // A code byte: the run before ends here, and a zero stood behind it unless it was of full length.
    if (in->zero_follows) {
        put(in, 0);
    }
    in->left = (uint8_t) (byte - 1);
    in->zero_follows = byte != 0xff;
    return false;
}
