// Throws bytes at the card: noise, damaged frames, frames that lie, for as many rounds as asked. The sanitizers judge, and at the end the
// card must still answer. fuzz ROUNDS SEED
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../core/board.h"
#include "../core/card.h"
#include "../core/message.h"

static card it;
static uint32_t state;
static uint8_t to_card[4096];
static size_t to_card_at;
static size_t to_card_count;
static deframer from_card;
static frame heard;
static bool identified;
static uint16_t answered;

static uint32_t any(void) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

const char *board_model(void) { return "fuzzed"; }
const char *board_serial(void) { return "0"; }
uint8_t board_ports(void) { return 8; }
uint8_t board_kind(uint8_t port) { return port < 6 ? KIND_FXS : KIND_FXO; }
uint16_t board_features(void) { return 0x3f; }

size_t board_read(uint8_t *into, size_t size) {
    size_t left = to_card_count - to_card_at;
    size = size < left ? size : left;
    memcpy(into, to_card + to_card_at, size);
    to_card_at += size;
    return size;
}

size_t board_write(const uint8_t *from, size_t length) {
    // A host that is slow at times.
    length = any() % 4 == 0 ? length / 2 : length;
    for (size_t i = 0; i < length; i++) {
        if (deframer_take(&from_card, from[i], &heard) && heard.type == MSG_IDENTITY) {
            identified = true;
            answered = (uint16_t) (heard.payload[1] | heard.payload[2] << 8);
        }
    }
    return length;
}

void board_sound(uint8_t port, const int16_t *out, int16_t *in) {
    for (int i = 0; i < SOUND_MS; i++) {
        in[i] = (int16_t) (out[i] + port);
    }
}

bool board_loop_closed(uint8_t port) { (void) port; return any() % 64 < 32; }
void board_ring(uint8_t port, bool on, bool wave) { (void) port; (void) on; (void) wave; }
void board_polarity(uint8_t port, bool reversed) { (void) port; (void) reversed; }
void board_open_loop(uint8_t port, bool open) { (void) port; (void) open; }
void board_battery(uint8_t port, bool on) { (void) port; (void) on; }
void board_hook(uint8_t port, bool off_hook) { (void) port; (void) off_hook; }
bool board_ringing(uint8_t port) { (void) port; return any() % 16 != 0; }
uint8_t board_line(uint8_t port) { (void) port; return (uint8_t) (any() % 200 == 0 ? any() % 3 : 1); }
bool board_measure(uint8_t port, int16_t *decivolts, int16_t *decimilliamperes) {
    (void) port;
    *decivolts = (int16_t) any();
    *decimilliamperes = (int16_t) any();
    return true;
}

static void put(const uint8_t *bytes, size_t length) {
    if (to_card_count + length <= sizeof to_card) {
        memcpy(to_card + to_card_count, bytes, length);
        to_card_count += length;
    }
}

static void put_frame(uint8_t type, uint8_t port, uint8_t sequence, const uint8_t *payload, size_t length) {
    uint8_t wire[FRAME_MAX_WIRE];
    put(wire, frame_encode(type, port, sequence, payload, length, wire));
}

static void lie(void) {
    static const uint8_t types[] = {0x01, 0x02, 0x03, 0x05, 0x07, 0x10, 0x10, 0x11, 0x12, 0x13, 0x13, 0x14, 0x15, 0x16, 0x17, 0x20, 0x21, 0x22, 0x23, 0x47, 0xff};
    uint8_t payload[FRAME_MAX_PAYLOAD];
    uint8_t type = types[any() % sizeof types];
    size_t length = type == MSG_AUDIO ? any() % (FRAME_MAX_PAYLOAD + 1) : any() % 4 == 0 ? any() % 40 : any() % 5;
    for (size_t i = 0; i < length; i++) {
        payload[i] = (uint8_t) (any() % 3 == 0 ? any() % 4 : any());
    }
    if (any() % 3 == 0) {
        static const uint8_t good[3] = {1, 10, 2};
        static const uint8_t ring[8] = {250, 0, 0, 1, 30, 0, 30, 0};
        type = any() % 2 == 0 ? MSG_START_SOUND : MSG_RING;
        length = type == MSG_RING ? sizeof ring : sizeof good;
        memcpy(payload, type == MSG_RING ? ring : good, length);
    }
    put_frame(type, (uint8_t) (any() % 10), type >= MSG_FIRST_NUMBERED ? it.link.expected : (uint8_t) any(), payload, length);
}

static void damage(size_t from) {
    for (size_t i = from; i < to_card_count; i++) {
        to_card[i] = any() % 100 == 0 ? (uint8_t) any() : to_card[i];
    }
}

static void round_of(uint32_t kind) {
    size_t from = to_card_count;
    if (kind < 2) {
        for (uint32_t left = any() % 300; left > 0; left--) {
            uint8_t byte = (uint8_t) any();
            put(&byte, 1);
        }
        return;
    }
    for (uint32_t left = any() % 6; left > 0; left--) {
        lie();
    }
    if (kind < 6) {
        damage(from);
    }
}

static void greet(uint16_t session) {
    uint8_t payload[3] = {PROTOCOL_VERSION, (uint8_t) session, (uint8_t) (session >> 8)};
    static const uint8_t nothing[2] = {0, 0};
    put(nothing, 2);
    put_frame(MSG_HELLO, PORT_CARD, 0, payload, sizeof payload);
}

int main(int count, char **arguments) {
    long rounds = count > 1 ? atol(arguments[1]) : 100000;
    uint32_t seed = count > 2 ? (uint32_t) atol(arguments[2]) : 1;
    state = seed * 2654435761u + 1;
    card_init(&it);
    for (long i = 0; i < rounds; i++) {
        to_card_at = 0;
        to_card_count = 0;
        if (any() % 500 == 0) {
            greet((uint16_t) (1 + any() % 65535));
        }
        round_of(any() % 10);
        card_tick(&it);
    }
    identified = false;
    for (int i = 0; i < 100 && !(identified && answered == 777); i++) {
        to_card_at = 0;
        to_card_count = 0;
        greet(777);
        card_tick(&it);
    }
    bool alive = identified && answered == 777;
    printf("%ld rounds, seed %u: %s, %u damaged frames\n", rounds, seed, alive ? "the card answers" : "the card is dead", it.in.damaged);
    return alive ? 0 : 1;
}
