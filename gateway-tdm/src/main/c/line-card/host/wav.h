// Mono WAV files of 8000 samples a second, 16 bits.
#ifndef TIPRING_WAV_H
#define TIPRING_WAV_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

// Returns the samples (to be freed) or null, with the reason in `why`.
int16_t *wav_read(const char *path, size_t *count, const char **why);

FILE *wav_create(const char *path);
void wav_append(FILE *file, const int16_t *samples, size_t count);
void wav_finish(FILE *file);

#endif
