// An RP2040 board (Raspberry Pi Pico) with two SLIC modules of the kind KS0835F or Silvertel Ag1171. Written against the RP2040 data sheet's
// registers, so that it compiles without a vendor's SDK. What it leaves to the start-up code of your choice (the SDK's will do): the boot stage,
// the vector table with SysTick_Handler in it, clk_sys and clk_peri at 125 MHz. It has been compiled and not yet run on a board.
//
//   module   pin 5 SHK   pin 4 RM   pin 3 F/R   pin 6 VR (to the telephone)      pin 7 VX (from it)
//   0        GPIO 2      GPIO 3     GPIO 4      GPIO 6, PWM, low-pass 3.4 kHz    GPIO 26, ADC 0, biased to half
//   1        GPIO 10     GPIO 11    GPIO 12     GPIO 14, PWM, low-pass 3.4 kHz   GPIO 27, ADC 1, biased to half
//   host     GPIO 0 (TX) and 1 (RX): 921,600 baud, to a USB bridge with CTS/RTS left open
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../core/board.h"
#include "../core/card.h"
#include "../core/message.h"

#define REGISTER(address) (*(volatile uint32_t *) (uintptr_t) (address))

#define RESETS_CLEAR REGISTER(0x4000c000 + 0x3000)
#define RESETS_DONE REGISTER(0x4000c008)
#define GPIO_CONTROL(pin) REGISTER(0x40014004 + 8u * (pin))
#define SIO_IN REGISTER(0xd0000004)
#define SIO_SET REGISTER(0xd0000014)
#define SIO_CLEAR REGISTER(0xd0000018)
#define SIO_OUTPUT REGISTER(0xd0000024)
#define UART(offset) REGISTER(0x40034000 + (offset))
#define PWM(slice, offset) REGISTER(0x40050000 + 0x14u * (slice) + (offset))
#define ADC_CONTROL REGISTER(0x4004c000)
#define ADC_RESULT REGISTER(0x4004c004)
#define SYSTICK_CONTROL REGISTER(0xe000e010)
#define SYSTICK_RELOAD REGISTER(0xe000e014)
#define SYSTICK_VALUE REGISTER(0xe000e018)

enum {
    PORTS = 2, CLOCK = 125000000, BAUD = 921600,
    FUNCTION_UART = 2, FUNCTION_PWM = 4, FUNCTION_SIO = 5,
    RESET_ADC = 1 << 0, RESET_IO = 1 << 5, RESET_PADS = 1 << 8, RESET_PWM = 1 << 14, RESET_UART0 = 1 << 22,
    UART_DATA = 0x00, UART_FLAGS = 0x18, UART_BAUD_WHOLE = 0x24, UART_BAUD_FRACTION = 0x28, UART_LINE = 0x2c, UART_ON = 0x30,
    UART_RX_EMPTY = 1 << 4, UART_TX_FULL = 1 << 5,
    ADC_ON = 1 << 0, ADC_START = 1 << 2, ADC_READY = 1 << 8, ADC_INPUT = 12,
    // 10 bits: 122 kHz, far above what the low-pass lets through.
    PWM_TOP = 1023
};

static const struct {
    uint8_t hook;
    uint8_t ring_mode;
    uint8_t ring_wave;
    uint8_t sound;
    uint8_t input;
} WIRING[PORTS] = {{2, 3, 4, 6, 0}, {10, 11, 12, 14, 1}};

// The interrupt fills one half while the main loop works on the other.
static volatile int16_t heard[2][PORTS][SOUND_MS];
static volatile int16_t spoken[2][PORTS][SOUND_MS];
static volatile uint32_t samples;
static card this_card;
static uint32_t half;

static void output(uint8_t pin, bool on) {
    if (on) {
        SIO_SET = 1u << pin;
    } else {
        SIO_CLEAR = 1u << pin;
    }
}

// ---- 8000 times a second

void SysTick_Handler(void);

void SysTick_Handler(void) {
    uint32_t at = samples % SOUND_MS;
    uint32_t now = samples / SOUND_MS % 2;
    for (uint32_t port = 0; port < PORTS; port++) {
        ADC_CONTROL = ADC_ON | ADC_START | (uint32_t) WIRING[port].input << ADC_INPUT;
        // 2 microseconds; the PWM is set meanwhile.
        int32_t level = (spoken[now][port][at] + 32768) * (PWM_TOP + 1) / 65536;
        PWM(WIRING[port].sound / 2 % 8, 0x0c) = (uint32_t) level;
        while ((ADC_CONTROL & ADC_READY) == 0) {
        }
        heard[now][port][at] = (int16_t) (((int32_t) (ADC_RESULT & 0xfff) - 2048) * 16);
    }
    samples = samples + 1;
}

// ---- what the core asks for

const char *board_model(void) {
    return "Tipring line card (RP2040, 2 SLIC)";
}

const char *board_serial(void) {
    // The flash chip's unique number would be better; reading it needs the boot ROM's help.
    return "RP2040";
}

uint8_t board_ports(void) {
    return PORTS;
}

uint8_t board_kind(uint8_t port) {
    (void) port;
    return KIND_FXS;
}

// These modules cannot turn the polarity round or take the battery away.
uint16_t board_features(void) {
    return FEATURE_RING_FREQUENCY | FEATURE_ON_HOOK_SOUND;
}

size_t board_read(uint8_t *into, size_t size) {
    size_t count = 0;
    while (count < size && (UART(UART_FLAGS) & UART_RX_EMPTY) == 0) {
        into[count++] = (uint8_t) UART(UART_DATA);
    }
    return count;
}

size_t board_write(const uint8_t *from, size_t length) {
    size_t count = 0;
    while (count < length && (UART(UART_FLAGS) & UART_TX_FULL) == 0) {
        UART(UART_DATA) = from[count++];
    }
    return count;
}

void board_sound(uint8_t port, const int16_t *out, int16_t *in) {
    for (int i = 0; i < SOUND_MS; i++) {
        in[i] = heard[half][port][i];
        spoken[half][port][i] = out[i];
    }
}

bool board_loop_closed(uint8_t port) {
    return (SIO_IN >> WIRING[port].hook & 1) != 0;
}

void board_ring(uint8_t port, bool on, bool wave) {
    output(WIRING[port].ring_mode, on);
    // The data sheet contradicts itself on what F/R is when idle; high is what the modules are seen to like.
    output(WIRING[port].ring_wave, !on || wave);
}

void board_polarity(uint8_t port, bool reversed) {
    (void) port;
    (void) reversed;
}

void board_open_loop(uint8_t port, bool open) {
    (void) port;
    (void) open;
}

void board_battery(uint8_t port, bool on) {
    (void) port;
    (void) on;
}

void board_hook(uint8_t port, bool off_hook) {
    (void) port;
    (void) off_hook;
}

bool board_ringing(uint8_t port) {
    (void) port;
    return false;
}

uint8_t board_line(uint8_t port) {
    (void) port;
    return LINE_NORMAL;
}

bool board_measure(uint8_t port, int16_t *decivolts, int16_t *decimilliamperes) {
    (void) port;
    (void) decivolts;
    (void) decimilliamperes;
    return false;
}

// ---- start

static void set_up(void) {
    uint32_t needed = RESET_ADC | RESET_IO | RESET_PADS | RESET_PWM | RESET_UART0;
    RESETS_CLEAR = needed;
    while ((RESETS_DONE & needed) != needed) {
    }
    GPIO_CONTROL(0) = FUNCTION_UART;
    GPIO_CONTROL(1) = FUNCTION_UART;
    // Divider in 64ths: clock * 4 / baud.
    uint32_t divider = (CLOCK / BAUD * 4u) + (CLOCK % BAUD * 4u + BAUD / 2) / BAUD;
    UART(UART_BAUD_WHOLE) = divider >> 6;
    UART(UART_BAUD_FRACTION) = divider & 63;
    UART(UART_LINE) = 3u << 5 | 1u << 4;
    UART(UART_ON) = 1u << 9 | 1u << 8 | 1u;
    ADC_CONTROL = ADC_ON;
    for (uint32_t port = 0; port < PORTS; port++) {
        GPIO_CONTROL(WIRING[port].hook) = FUNCTION_SIO;
        GPIO_CONTROL(WIRING[port].ring_mode) = FUNCTION_SIO;
        GPIO_CONTROL(WIRING[port].ring_wave) = FUNCTION_SIO;
        GPIO_CONTROL(WIRING[port].sound) = FUNCTION_PWM;
        SIO_OUTPUT = 1u << WIRING[port].ring_mode | 1u << WIRING[port].ring_wave;
        board_ring((uint8_t) port, false, true);
        PWM(WIRING[port].sound / 2 % 8, 0x10) = PWM_TOP;
        PWM(WIRING[port].sound / 2 % 8, 0x0c) = (PWM_TOP + 1) / 2;
        PWM(WIRING[port].sound / 2 % 8, 0x00) = 1;
    }
    SYSTICK_RELOAD = CLOCK / SOUND_RATE - 1;
    SYSTICK_VALUE = 0;
    SYSTICK_CONTROL = 7;
}

int main(void) {
    set_up();
    card_init(&this_card);
    uint32_t done = 0;
    for (;;) {
        uint32_t whole = samples / SOUND_MS;
        if (whole != done) {
            done = whole;
            half = (whole + 1) % 2;
            card_tick(&this_card);
        }
    }
}
