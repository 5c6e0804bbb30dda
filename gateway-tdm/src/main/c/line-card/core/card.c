#include "card.h"

#include "memory.h"

#include "board.h"
#include "message.h"

enum { READ = 256, RING_SEEN_MS = 100, RING_GONE_MS = 400, IDENTIFY_EVERY_MS = 200, TEXT_MAX = 32 };

static uint16_t u16(const uint8_t *bytes) {
    return (uint16_t) (bytes[0] | bytes[1] << 8);
}

static size_t put16(uint8_t *bytes, uint32_t value) {
    bytes[0] = (uint8_t) value;
    bytes[1] = (uint8_t) (value >> 8);
    return 2;
}

static size_t put32(uint8_t *bytes, uint32_t value) {
    put16(bytes, value);
    put16(bytes + 2, value >> 16);
    return 4;
}

// ---- to the host

static size_t room(const card *it) {
    return CARD_TRANSMIT - it->transmit_count;
}

static void transmit(card *it, const uint8_t *wire, size_t length) {
    if (length > room(it)) {
        it->not_sent++;
        return;
    }
    for (size_t i = 0; i < length; i++) {
        it->transmit[(it->transmit_at + it->transmit_count + i) % CARD_TRANSMIT] = wire[i];
    }
    it->transmit_count += length;
}

static void send_plain(card *it, uint8_t type, uint8_t port, uint8_t sequence, const uint8_t *payload, size_t length) {
    uint8_t wire[FRAME_MAX_WIRE];
    transmit(it, wire, frame_encode(type, port, sequence, payload, length, wire));
}

static void tell(card *it, uint8_t type, uint8_t port, const uint8_t *payload, size_t length) {
    if (it->session != 0) {
        reliable_put(&it->link, type, port, payload, length);
    }
}

static void tell8(card *it, uint8_t type, uint8_t port, uint8_t value) {
    tell(it, type, port, &value, 1);
}

static void tell16(card *it, uint8_t type, uint8_t port, uint16_t value) {
    uint8_t payload[2];
    put16(payload, value);
    tell(it, type, port, payload, sizeof payload);
}

static size_t put_text(uint8_t *bytes, const char *text) {
    size_t length = strlen(text);
    length = length > TEXT_MAX ? TEXT_MAX : length;
    bytes[0] = (uint8_t) length;
    memcpy(bytes + 1, text, length);
    return 1 + length;
}

static void identify(card *it) {
    uint8_t payload[FRAME_MAX_PAYLOAD];
    size_t at = 0;
    payload[at++] = PROTOCOL_VERSION;
    at += put16(payload + at, it->session);
    payload[at++] = CODEC_ULAW | CODEC_LINEAR;
    payload[at++] = FRAME_5_MS | FRAME_10_MS | FRAME_20_MS;
    at += put16(payload + at, board_features());
    payload[at++] = it->port_count;
    for (uint8_t port = 0; port < it->port_count; port++) {
        payload[at++] = it->ports[port].kind;
    }
    at += put_text(payload + at, board_model());
    at += put_text(payload + at, CARD_FIRMWARE);
    at += put_text(payload + at, board_serial());
    send_plain(it, MSG_IDENTITY, PORT_CARD, 0, payload, at);
    it->identified_at_ms = it->now_ms;
}

static void pong(card *it) {
    uint8_t payload[14];
    uint32_t off_hook = 0;
    uint32_t underruns = 0;
    for (uint8_t port = 0; port < it->port_count; port++) {
        const card_port *one = &it->ports[port];
        off_hook |= (uint32_t) (one->kind == KIND_FXS ? one->hook.off_hook : one->off_hook) << port;
        underruns += one->sound.underruns;
    }
    size_t at = put16(payload, it->session);
    at += put32(payload + at, it->now_ms);
    at += put32(payload + at, off_hook);
    at += put16(payload + at, it->in.damaged);
    at += put16(payload + at, underruns);
    send_plain(it, MSG_PONG, PORT_CARD, 0, payload, at);
}

// ---- ports

static void quiet(card *it, uint8_t port) {
    card_port *one = &it->ports[port];
    sound_stop(&one->sound);
    one->sounding = false;
    one->sound_when = 0;
    one->measure_every_ms = 0;
    if (one->kind == KIND_FXS) {
        ring_stop(&one->ringer);
        board_ring(port, false, true);
        board_polarity(port, false);
        one->open_loop_ms = 0;
        board_open_loop(port, false);
        board_battery(port, true);
    } else {
        one->off_hook = false;
        one->flash_ms = 0;
        one->pulses = 0;
        board_hook(port, false);
    }
}

// The host is gone, or begins anew: no telephone rings on for nobody, no line stays seized.
static void session(card *it, uint16_t number) {
    it->session = number;
    reliable_reset(&it->link);
    it->acknowledge = false;
    for (uint8_t port = 0; port < it->port_count; port++) {
        quiet(it, port);
        it->ports[port].hook.timings = HOOK_DEFAULT;
    }
}

static void report_states(card *it) {
    for (uint8_t port = 0; port < it->port_count; port++) {
        card_port *one = &it->ports[port];
        if (one->kind == KIND_FXS && one->hook.off_hook) {
            tell8(it, MSG_HOOK_STATE, port, 1);
        } else if (one->kind == KIND_FXO) {
            tell8(it, MSG_LINE, port, one->line);
        }
    }
}

static uint8_t start_sound(card_port *one, const frame *in) {
    if (in->length != 3) {
        return REFUSED_VALUE;
    }
    uint8_t codec = in->payload[0];
    uint8_t ms = in->payload[1];
    uint8_t when = in->payload[2];
    if ((codec != CODEC_ULAW && codec != CODEC_LINEAR) || (ms != 5 && ms != 10 && ms != 20) || when < 1 || when > 2) {
        return REFUSED_VALUE;
    }
    // Sound that flows already is not interrupted for a new "when".
    bool changed = codec != one->sound.codec || ms != one->sound.frame_ms;
    one->sound.codec = codec;
    one->sound.frame_ms = ms;
    one->sound_when = when;
    if (one->sounding && changed) {
        sound_start(&one->sound, codec, ms);
    }
    return 0;
}

static uint8_t set_timings(card_port *one, const frame *in) {
    if (in->length != 10) {
        return REFUSED_VALUE;
    }
    hook_timings timings = {u16(in->payload), u16(in->payload + 2), u16(in->payload + 4), u16(in->payload + 6), u16(in->payload + 8)};
    if (!hook_timings_valid(&timings)) {
        return REFUSED_VALUE;
    }
    one->hook.timings = timings;
    return 0;
}

static uint8_t start_ring(card_port *one, const frame *in) {
    ring_pattern pattern = {0};
    if (in->length < 4 || in->payload[3] > RING_MAX_PAIRS || in->length != 4 + 4 * in->payload[3]) {
        return REFUSED_VALUE;
    }
    pattern.decihertz = u16(in->payload);
    pattern.repeats = in->payload[2];
    pattern.pairs = in->payload[3];
    for (int i = 0; i < pattern.pairs; i++) {
        pattern.on_ms[i] = u16(in->payload + 4 + 4 * i);
        pattern.off_ms[i] = u16(in->payload + 6 + 4 * i);
    }
    if (!ring_pattern_valid(&pattern)) {
        return REFUSED_VALUE;
    }
    // Lifted this very moment: the host hears of it, and no current goes into the ear.
    if (!one->hook.off_hook) {
        ring_start(&one->ringer, &pattern);
    }
    return 0;
}

static uint8_t fxs(card_port *one, uint8_t port, const frame *in) {
    switch (in->type) {
        case MSG_TIMINGS:
            return set_timings(one, in);
        case MSG_RING:
            return start_ring(one, in);
        case MSG_STOP_RING:
            ring_stop(&one->ringer);
            board_ring(port, false, true);
            return 0;
        case MSG_POLARITY:
        case MSG_BATTERY:
            if (in->length != 1 || in->payload[0] > 1) {
                return REFUSED_VALUE;
            }
            if ((board_features() & (in->type == MSG_POLARITY ? FEATURE_POLARITY : FEATURE_BATTERY)) == 0) {
                return REFUSED_FEATURE;
            }
            (in->type == MSG_POLARITY ? board_polarity : board_battery)(port, in->payload[0] == 1);
            return 0;
        case MSG_OPEN_LOOP:
            if (in->length != 2 || u16(in->payload) == 0 || u16(in->payload) > 5000) {
                return REFUSED_VALUE;
            }
            if ((board_features() & FEATURE_OPEN_LOOP) == 0) {
                return REFUSED_FEATURE;
            }
            one->open_loop_ms = u16(in->payload);
            board_open_loop(port, true);
            return 0;
        default:
            return REFUSED_KIND;
    }
}

// One digit: the loop opens at once. The host keeps the pause between digits, which may be as long as it likes.
static uint8_t pulses(card_port *one, uint8_t port, const frame *in) {
    const uint8_t *wanted = in->payload;
    if (in->length != 3 || wanted[0] < 1 || wanted[0] > 10 || wanted[1] < 20 || wanted[1] > 100 || wanted[2] < 20 || wanted[2] > 100 || !one->off_hook
        || one->flash_ms > 0 || one->pulses > 0) {
        return REFUSED_VALUE;
    }
    one->pulses = wanted[0];
    one->pulse_break_ms = wanted[1];
    one->pulse_make_ms = wanted[2];
    one->pulse_ms = one->pulse_break_ms;
    one->pulse_open = true;
    board_hook(port, false);
    return 0;
}

static void pulse(card *it, uint8_t port, card_port *one) {
    if (one->pulses == 0 || --one->pulse_ms > 0) {
        return;
    }
    if (one->pulse_open) {
        one->pulse_open = false;
        one->pulse_ms = one->pulse_make_ms;
        board_hook(port, true);
    } else if (--one->pulses > 0) {
        one->pulse_open = true;
        one->pulse_ms = one->pulse_break_ms;
        board_hook(port, false);
    } else {
        tell8(it, MSG_DONE, port, MSG_DIAL_PULSES);
    }
}

static uint8_t fxo(card *it, card_port *one, uint8_t port, const frame *in) {
    switch (in->type) {
        case MSG_HOOK:
            if (in->length != 1 || in->payload[0] > 1) {
                return REFUSED_VALUE;
            }
            one->off_hook = in->payload[0] == 1;
            one->flash_ms = 0;
            one->pulses = 0;
            board_hook(port, one->off_hook);
            tell8(it, MSG_DONE, port, MSG_HOOK);
            return 0;
        case MSG_FLASH:
            if (in->length != 2 || u16(in->payload) < 20 || u16(in->payload) > 2000 || !one->off_hook || one->pulses > 0) {
                return REFUSED_VALUE;
            }
            one->flash_ms = u16(in->payload);
            board_hook(port, false);
            return 0;
        case MSG_DIAL_PULSES:
            return pulses(one, port, in);
        case MSG_MEASURE:
            if (in->length != 2) {
                return REFUSED_VALUE;
            }
            if ((board_features() & FEATURE_VOLTAGE) == 0) {
                return REFUSED_FEATURE;
            }
            one->measure_every_ms = u16(in->payload);
            one->measure_in_ms = 1;
            return 0;
        default:
            return REFUSED_KIND;
    }
}

static uint8_t command(card *it, const frame *in) {
    if (in->port >= it->port_count) {
        return REFUSED_PORT;
    }
    card_port *one = &it->ports[in->port];
    switch (in->type) {
        case MSG_START_SOUND:
            return start_sound(one, in);
        case MSG_STOP_SOUND:
            one->sound_when = 0;
            return 0;
        case MSG_TIMINGS: case MSG_RING: case MSG_STOP_RING: case MSG_POLARITY: case MSG_OPEN_LOOP: case MSG_BATTERY:
            return one->kind == KIND_FXS ? fxs(one, in->port, in) : REFUSED_KIND;
        case MSG_HOOK: case MSG_FLASH: case MSG_DIAL_PULSES: case MSG_MEASURE:
            return one->kind == KIND_FXO ? fxo(it, one, in->port, in) : REFUSED_KIND;
        default:
            return REFUSED_TYPE;
    }
}

// ---- from the host

static void hello(card *it, const frame *in) {
    if (in->length != 3 || in->payload[0] != PROTOCOL_VERSION || u16(in->payload + 1) == 0) {
        // A host of another version learns ours, and decides.
        identify(it);
        return;
    }
    bool again = u16(in->payload + 1) == it->session;
    if (!again) {
        session(it, u16(in->payload + 1));
    }
    identify(it);
    if (!again) {
        report_states(it);
    }
}

static void numbered(card *it, const frame *in) {
    if (it->session == 0) {
        if (it->now_ms - it->identified_at_ms >= IDENTIFY_EVERY_MS) {
            identify(it);
        }
        return;
    }
    it->acknowledge = true;
    if (!reliable_accept(&it->link, in->sequence)) {
        return;
    }
    uint8_t refused = command(it, in);
    if (refused != 0) {
        uint8_t payload[2] = {in->type, refused};
        tell(it, MSG_REFUSED, in->port, payload, sizeof payload);
    }
}

static void receive(card *it, const frame *in) {
    it->heard_at_ms = it->now_ms;
    switch (in->type) {
        case MSG_AUDIO:
            if (in->port < it->port_count) {
                sound_from_host(&it->ports[in->port].sound, in->sequence, in->payload, in->length);
            }
            break;
        case MSG_HUSH:
            if (in->port < it->port_count) {
                sound_hush(&it->ports[in->port].sound);
            }
            break;
        case MSG_ACK:
            reliable_acked(&it->link, in->sequence);
            break;
        case MSG_PING:
            pong(it);
            break;
        case MSG_HELLO:
            hello(it, in);
            break;
        default:
            // Unknown frames that are not numbered are of a later version, and are none of ours.
            if (in->type >= MSG_FIRST_NUMBERED) {
                numbered(it, in);
            }
            break;
    }
}

// ---- each millisecond

static void telephone(card *it, uint8_t port, card_port *one) {
    ring_event ring = ring_tick(&one->ringer);
    if (ring == RING_BURST_BEGINS || ring == RING_PAUSE_BEGINS) {
        tell8(it, MSG_RING_PHASE, port, ring == RING_BURST_BEGINS ? 1 : 0);
    } else if (ring == RING_ENDED) {
        tell8(it, MSG_DONE, port, MSG_RING);
    }
    if (one->open_loop_ms > 0) {
        // What the contact says meanwhile is our own doing.
        if (--one->open_loop_ms == 0) {
            board_open_loop(port, false);
            tell8(it, MSG_DONE, port, MSG_OPEN_LOOP);
        }
        return;
    }
    switch (hook_tick(&one->hook, board_loop_closed(port), one->ringer.burst)) {
        case HOOK_LIFTED:
            ring_stop(&one->ringer);
            tell8(it, MSG_HOOK_STATE, port, 1);
            break;
        case HOOK_HUNG_UP:
            tell8(it, MSG_HOOK_STATE, port, 0);
            break;
        case HOOK_FLASHED:
            tell16(it, MSG_FLASHED, port, one->hook.value);
            break;
        case HOOK_PULSING:
            tell8(it, MSG_PULSES, port, 0);
            break;
        case HOOK_PULSED:
            tell8(it, MSG_PULSES, port, (uint8_t) one->hook.value);
            break;
        case HOOK_NOTHING:
            break;
    }
    board_ring(port, one->ringer.burst, one->ringer.wave);
}

static void exchange_line(card *it, uint8_t port, card_port *one) {
    if (one->flash_ms > 0 && --one->flash_ms == 0) {
        board_hook(port, one->off_hook);
        tell8(it, MSG_DONE, port, MSG_FLASH);
    }
    pulse(it, port, one);
    bool ringing = board_ringing(port);
    one->ringing_ms = ringing ? (uint16_t) (one->ringing_ms < UINT16_MAX ? one->ringing_ms + 1 : UINT16_MAX) : 0;
    one->quiet_ms = ringing ? 0 : (uint16_t) (one->quiet_ms < UINT16_MAX ? one->quiet_ms + 1 : UINT16_MAX);
    if (!one->rings && one->ringing_ms >= RING_SEEN_MS) {
        one->rings = true;
        tell8(it, MSG_RANG, port, 1);
    } else if (one->rings && one->quiet_ms >= RING_GONE_MS) {
        one->rings = false;
        tell8(it, MSG_RANG, port, 0);
    }
    uint8_t line = board_line(port);
    if (line != one->line) {
        one->line = line;
        tell8(it, MSG_LINE, port, line);
    }
    int16_t volts;
    int16_t amperes;
    if (one->measure_every_ms > 0 && --one->measure_in_ms == 0) {
        one->measure_in_ms = one->measure_every_ms;
        if (board_measure(port, &volts, &amperes)) {
            uint8_t payload[4];
            put16(payload, (uint16_t) volts);
            put16(payload + 2, (uint16_t) amperes);
            tell(it, MSG_MEASURED, port, payload, sizeof payload);
        }
    }
}

static void exchange_sound(card *it, uint8_t port, card_port *one) {
    bool off_hook = one->kind == KIND_FXS ? one->hook.off_hook : one->off_hook;
    bool sounding = one->sound_when == SOUND_ALWAYS || (one->sound_when == SOUND_OFF_HOOK && off_hook);
    if (sounding != one->sounding) {
        one->sounding = sounding;
        if (sounding) {
            sound_start(&one->sound, one->sound.codec, one->sound.frame_ms);
        } else {
            sound_stop(&one->sound);
        }
    }
    int16_t out[SOUND_MS] = {0};
    int16_t in[SOUND_MS];
    if (sounding) {
        sound_to_phone(&one->sound, out);
    }
    board_sound(port, out, in);
    if (sounding) {
        uint8_t payload[FRAME_MAX_PAYLOAD];
        size_t length = sound_from_phone(&one->sound, in, payload);
        if (length > 0) {
            send_plain(it, MSG_AUDIO, port, one->sound.sequence++, payload, length);
        }
    }
}

static void send_waiting(card *it) {
    uint8_t wire[FRAME_MAX_WIRE];
    if (it->acknowledge && room(it) >= FRAME_MAX_WIRE) {
        it->acknowledge = false;
        send_plain(it, MSG_ACK, PORT_CARD, it->link.expected, 0, 0);
    }
    size_t length;
    while (room(it) >= FRAME_MAX_WIRE && (length = reliable_next(&it->link, it->now_ms, wire)) > 0) {
        transmit(it, wire, length);
    }
    while (it->transmit_count > 0) {
        size_t run = CARD_TRANSMIT - it->transmit_at;
        run = run > it->transmit_count ? it->transmit_count : run;
        size_t taken = board_write(it->transmit + it->transmit_at, run);
        it->transmit_at = (it->transmit_at + taken) % CARD_TRANSMIT;
        it->transmit_count -= taken;
        if (taken < run) {
            return;
        }
    }
}

void card_init(card *it) {
    memset(it, 0, sizeof *it);
    it->port_count = board_ports() > CARD_MAX_PORTS ? CARD_MAX_PORTS : board_ports();
    for (uint8_t port = 0; port < it->port_count; port++) {
        it->ports[port].kind = board_kind(port);
        it->ports[port].line = LINE_NORMAL;
        hook_init(&it->ports[port].hook);
    }
    session(it, 0);
}

void card_tick(card *it) {
    uint8_t bytes[READ];
    frame in;
    size_t count;
    it->now_ms++;
    do {
        count = board_read(bytes, sizeof bytes);
        for (size_t i = 0; i < count; i++) {
            if (deframer_take(&it->in, bytes[i], &in)) {
                receive(it, &in);
            }
        }
    } while (count == sizeof bytes);
    if (it->session != 0 && (it->link.overflow || it->now_ms - it->heard_at_ms > CARD_SILENCE_MS)) {
        session(it, 0);
    }
    for (uint8_t port = 0; port < it->port_count; port++) {
        card_port *one = &it->ports[port];
        if (one->kind == KIND_FXS) {
            telephone(it, port, one);
        } else {
            exchange_line(it, port, one);
        }
        exchange_sound(it, port, one);
    }
    send_waiting(it);
}
