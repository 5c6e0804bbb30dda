// The exchange behind the card's FXO ports: another process, at the other end of a socket. Each 8 ms it is told of each line whether we are
// off-hook and what we say, and tells whether it rings, what its battery does and what it says:
//
//   to the exchange    port (8) │ off-hook (8)                        │ 64 samples (16 each, low byte first)
//   from the exchange  port (8) │ rings (bit 0), LINE_... (bits 1, 2) │ 64 samples
#ifndef TIPRING_EXCHANGE_H
#define TIPRING_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

// Returns whether somebody is there.
bool exchange_connect(const char *path);
bool exchange_connected(void);

// Takes what has come. Once each millisecond.
void exchange_receive(void);

// A millisecond of a line, 8 samples each way.
void exchange_line(uint8_t port, bool off_hook, const int16_t *out, int16_t *in, bool *rings, uint8_t *line);

#endif
