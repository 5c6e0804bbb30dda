#include "wav.h"

#include <stdlib.h>
#include <string.h>

static uint32_t u32(const uint8_t *bytes) {
    return bytes[0] | (uint32_t) bytes[1] << 8 | (uint32_t) bytes[2] << 16 | (uint32_t) bytes[3] << 24;
}

static void put32(uint8_t *bytes, uint32_t value) {
    for (int i = 0; i < 4; i++) {
        bytes[i] = (uint8_t) (value >> 8 * i);
    }
}

static int16_t *samples_of(FILE *file, uint32_t length, size_t *count, const char **why) {
    uint8_t *bytes = malloc(length + 1u);
    int16_t *samples = malloc(length + sizeof(int16_t));
    if (bytes == NULL || samples == NULL) {
        *why = "out of memory";
        free(bytes);
        free(samples);
        return NULL;
    }
    *count = fread(bytes, 1, length, file) / 2;
    for (size_t i = 0; i < *count; i++) {
        samples[i] = (int16_t) (bytes[2 * i] | bytes[2 * i + 1] << 8);
    }
    free(bytes);
    return samples;
}

static int16_t *read_chunks(FILE *file, size_t *count, const char **why) {
    uint8_t head[16];
    if (fread(head, 1, 12, file) != 12 || memcmp(head, "RIFF", 4) != 0 || memcmp(head + 8, "WAVE", 4) != 0) {
        *why = "not a WAV file";
        return NULL;
    }
    while (fread(head, 1, 8, file) == 8) {
        uint32_t length = u32(head + 4);
        if (memcmp(head, "data", 4) == 0) {
            return samples_of(file, length > 1u << 26 ? 1u << 26 : length, count, why);
        }
        if (memcmp(head, "fmt ", 4) == 0) {
            if (length < 16 || fread(head, 1, 16, file) != 16) {
                break;
            }
            if (head[0] != 1 || head[2] != 1 || u32(head + 4) != 8000 || head[14] != 16) {
                *why = "not mono, 16 bits, 8000 samples a second";
                return NULL;
            }
            length -= 16;
        }
        if (fseek(file, (long) (length + (length & 1)), SEEK_CUR) != 0) {
            break;
        }
    }
    *why = "no sound in it";
    return NULL;
}

int16_t *wav_read(const char *path, size_t *count, const char **why) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        *why = "cannot be opened";
        return NULL;
    }
    int16_t *samples = read_chunks(file, count, why);
    fclose(file);
    return samples;
}

FILE *wav_create(const char *path) {
    FILE *file = fopen(path, "wb");
    if (file != NULL) {
        uint8_t head[44] = "RIFF....WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data....";
        fwrite(head, 1, sizeof head, file);
    }
    return file;
}

void wav_append(FILE *file, const int16_t *samples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint8_t bytes[2] = {(uint8_t) (samples[i] & 0xff), (uint8_t) ((uint16_t) samples[i] >> 8)};
        fwrite(bytes, 1, 2, file);
    }
}

void wav_finish(FILE *file) {
    uint8_t length[4];
    uint32_t data = (uint32_t) ftell(file) - 44;
    put32(length, data + 36);
    fseek(file, 4, SEEK_SET);
    fwrite(length, 1, 4, file);
    put32(length, data);
    fseek(file, 40, SEEK_SET);
    fwrite(length, 1, 4, file);
    fclose(file);
}
