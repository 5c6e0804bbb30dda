// The three functions of <string.h> that a compiler needs anyway: without a C library they are the start-up code's.
#ifndef TIPRING_MEMORY_H
#define TIPRING_MEMORY_H

#if __STDC_HOSTED__
#include <string.h>
#else
#include <stddef.h>
void *memcpy(void *to, const void *from, size_t length);
void *memset(void *at, int value, size_t length);
size_t strlen(const char *text);
#endif

#endif
