/* The RTP load of "scripts/bench media": paced G.711 streams, and how long each packet was under way. The bench compiles and drives it.
 *
 * It prints "ports P..." (its sockets, shared by all streams), then obeys lines:
 *   leg PORT TYPE SOCKET   a stream to 127.0.0.1:PORT with payload type 0 or 8, from the socket with that index
 *   go                     every stream sends a packet each 20 ms, at a phase of its own that never changes; one that is added later is late
 *   window MICROS          counting begins; a packet that takes longer than MICROS is late
 *   end                    counting ends; half a second later comes a line of
 *                          sent received late bad p50 p99 p99.9 max tardiness cpu    delays and tardiness (p99.9) in us, cpu in ns
 * It ends with its input.
 *
 * Whatever is in between may give the stream another SSRC, other numbers and the other law: the first 12 samples of a packet say, in 16
 * levels far enough apart to survive both laws, which stream it is of (4), its number (6) and a checksum (2). A packet's delay is from just
 * before sendto to the kernel's receive stamp, so that the load's own wake-up does not count. Its tardiness is how late it was sent. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SOCKETS = 16, LEGS = 8192, REMEMBERED = 256, HEADER = 12, SAMPLES = 160, BATCH = 64, LARGEST = 512, MARK = 12 };
enum { PERIOD = 20000000, WAKE = 300000, GRACE = 500000, BUFFER = 4 << 20, MICROS = 1000000 };

struct sent { int64_t at; uint32_t number; char back, counted; };
struct leg {
    int socket, type;
    struct sockaddr_in to;
    int64_t phase;
    uint32_t number;
    struct sent ring[REMEMBERED];
};

static struct leg *legs;
static volatile int count;
static int sockets[SOCKETS], order[LEGS];
static volatile int going, counting;
static volatile int64_t lateAfter;
static uint64_t sent, received, late, bad;
static uint32_t delays[MICROS], tardiness[MICROS];
static int64_t longest;
static uint8_t symbolOf[2][256], levelOf[2][16], noise[2][4096];

static int64_t now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* ITU-T G.711, straight from its tables. */
static uint8_t mulaw(int v) {
    int sign = v < 0 ? 0x80 : 0, magnitude = (v < 0 ? -v : v) + 132, segment = 7;
    if (magnitude > 32767) magnitude = 32767;
    for (int bit = 0x4000; segment > 0 && !(magnitude & bit); bit >>= 1) segment--;
    return ~(sign | segment << 4 | (magnitude >> (segment + 3) & 15));
}

static int linearOfMulaw(uint8_t u) {
    u = ~u;
    int v = ((((u & 15) << 3) + 132) << (u >> 4 & 7)) - 132;
    return u & 0x80 ? -v : v;
}

static uint8_t alaw(int v) {
    int mask = v >= 0 ? 0xd5 : 0x55, magnitude = (v >= 0 ? v : -v - 1) >> 4, segment = 0;
    if (magnitude > 2047) magnitude = 2047;
    while (magnitude >> segment > 31) segment++;
    return (segment == 0 && magnitude < 16 ? magnitude : (segment + 1) << 4 | (magnitude >> segment & 15)) ^ mask;
}

static int linearOfAlaw(uint8_t a) {
    a ^= 0x55;
    int v = (a & 15) << 4, segment = a >> 4 & 7;
    v = segment == 0 ? v + 8 : (v + 0x108) << (segment - 1);
    return a & 0x80 ? v : -v;
}

static void tables(void) {
    unsigned random = 12345;
    for (int i = 0; i < 16; i++) {
        int level = (2 * i - 15) * 2000;
        levelOf[0][i] = mulaw(level);
        levelOf[1][i] = alaw(level);
    }
    for (int law = 0; law < 2; law++)
        for (int i = 0; i < 256; i++) {
            int symbol = ((law ? linearOfAlaw(i) : linearOfMulaw(i)) + 32000) / 4000;
            symbolOf[law][i] = symbol < 0 ? 0 : symbol > 15 ? 15 : symbol;
        }
    for (int i = 0; i < 4096; i++) {
        random = random * 1103515245 + 12345;
        noise[0][i] = mulaw((int)(random >> 16 & 1023) - 512);
        noise[1][i] = alaw((int)(random >> 16 & 1023) - 512);
    }
    for (int i = 0; i < 16; i++) {
        int throughA = linearOfAlaw(alaw(linearOfMulaw(levelOf[0][i]))), throughU = linearOfMulaw(mulaw(linearOfAlaw(levelOf[1][i])));
        if (symbolOf[0][mulaw(throughA)] != i || symbolOf[1][alaw(throughU)] != i) {
            fprintf(stderr, "level %d does not survive the laws\n", i);
            exit(1);
        }
    }
}

static unsigned checksum(const uint8_t *symbols) {
    unsigned sum = 0x5a;
    for (int i = 0; i < MARK - 2; i++) sum = (sum * 31 + symbols[i] + 1) & 0xff;
    return sum;
}

static void mark(uint8_t *payload, int law, uint32_t leg, uint32_t number) {
    uint8_t symbols[MARK];
    for (int i = 0; i < 4; i++) symbols[i] = leg >> 4 * (3 - i) & 15;
    for (int i = 0; i < 6; i++) symbols[4 + i] = number >> 4 * (5 - i) & 15;
    unsigned sum = checksum(symbols);
    symbols[10] = sum >> 4;
    symbols[11] = sum & 15;
    for (int i = 0; i < MARK; i++) payload[i] = levelOf[law][symbols[i]];
}

static int readMark(const uint8_t *payload, int law, uint32_t *leg, uint32_t *number) {
    uint8_t symbols[MARK];
    *leg = *number = 0;
    for (int i = 0; i < MARK; i++) symbols[i] = symbolOf[law][payload[i]];
    for (int i = 0; i < 4; i++) *leg = *leg << 4 | symbols[i];
    for (int i = 4; i < 10; i++) *number = *number << 4 | symbols[i];
    return checksum(symbols) == (unsigned)(symbols[10] << 4 | symbols[11]);
}

/* Where we may, we go before what is measured, and keep off its core: what comes late is then not our doing. */
static void hurry(void) {
    struct sched_param priority = {.sched_priority = 10};
    pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (cores > 1) {
        cpu_set_t last;
        CPU_ZERO(&last);
        CPU_SET(cores - 1, &last);
        pthread_setaffinity_np(pthread_self(), sizeof last, &last);
    }
}

static void sendOne(struct leg *leg, int64_t due) {
    uint8_t packet[HEADER + SAMPLES] = {0x80, leg->type};
    uint32_t number = leg->number = (leg->number + 1) & 0xffffff, timestamp = htonl(number * SAMPLES), ssrc = htonl(0x7000 + (leg - legs));
    int law = leg->type == 8;
    packet[2] = number >> 8;
    packet[3] = number;
    memcpy(packet + 4, &timestamp, 4);
    memcpy(packet + 8, &ssrc, 4);
    memcpy(packet + HEADER, noise[law] + (number * 61 & 2047), SAMPLES);
    mark(packet + HEADER, law, leg - legs, number);
    struct sent *slot = &leg->ring[number % REMEMBERED];
    int64_t tardy = (now(CLOCK_MONOTONIC) - due) / 1000;
    *slot = (struct sent){.number = number, .counted = counting, .at = now(CLOCK_REALTIME)};
    if (slot->counted) {
        sent++;
        tardiness[tardy < 0 ? 0 : tardy >= MICROS ? MICROS - 1 : tardy]++;
    }
    __sync_synchronize();
    sendto(leg->socket, packet, sizeof packet, 0, (struct sockaddr *)&leg->to, sizeof leg->to);
}

static int byPhase(const void *a, const void *b) {
    int64_t x = legs[*(const int *)a].phase, y = legs[*(const int *)b].phase;
    return x < y ? -1 : x > y;
}

static void *sender(void *unused) {
    hurry();
    qsort(order, count, sizeof *order, byPhase);
    int64_t start = now(CLOCK_MONOTONIC) + 5000000;
    for (int64_t round = 0;; round++)
        for (int i = 0; i < count; i++) {
            int64_t due = start + round * PERIOD + legs[order[i]].phase, at = now(CLOCK_MONOTONIC);
            if (due > at) {
                int64_t wake = due > at + WAKE ? due : at + WAKE;
                struct timespec t = {wake / 1000000000, wake % 1000000000};
                clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
            }
            sendOne(&legs[order[i]], due);
        }
    return unused;
}

static void take(const uint8_t *packet, unsigned length, int64_t at) {
    int type = packet[1] & 0x7f;
    uint32_t leg, number;
    if (length < HEADER + MARK || packet[0] >> 6 != 2 || (type != 0 && type != 8)) return;
    if (!readMark(packet + HEADER, type == 8, &leg, &number) || leg >= (uint32_t)count) {
        bad += counting;
        return;
    }
    struct sent *slot = &legs[leg].ring[number % REMEMBERED];
    if (slot->number != number || slot->back || !slot->counted) return;
    slot->back = 1;
    received++;
    int64_t delay = at - slot->at, micros = delay / 1000;
    delays[micros < 0 ? 0 : micros >= MICROS ? MICROS - 1 : micros]++;
    if (delay > longest) longest = delay;
    if (micros > lateAfter) late++;
}

static void *receiver(void *unused) {
    static uint8_t packets[BATCH][LARGEST];
    static char control[BATCH][64];
    struct mmsghdr messages[BATCH];
    struct iovec parts[BATCH];
    hurry();
    int poller = epoll_create1(0);
    for (int i = 0; i < SOCKETS; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = sockets[i]};
        epoll_ctl(poller, EPOLL_CTL_ADD, sockets[i], &event);
    }
    for (;;) {
        struct epoll_event events[SOCKETS];
        int ready = epoll_wait(poller, events, SOCKETS, -1);
        for (int e = 0; e < ready; e++) {
            for (int i = 0; i < BATCH; i++) {
                parts[i] = (struct iovec){packets[i], LARGEST};
                messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1, .msg_control = control[i], .msg_controllen = sizeof control[i]};
            }
            int taken = recvmmsg(events[e].data.fd, messages, BATCH, MSG_DONTWAIT, NULL);
            for (int i = 0; i < taken; i++) {
                struct timespec stamp = {0, 0};
                for (struct cmsghdr *c = CMSG_FIRSTHDR(&messages[i].msg_hdr); c; c = CMSG_NXTHDR(&messages[i].msg_hdr, c))
                    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) memcpy(&stamp, CMSG_DATA(c), sizeof stamp);
                take(packets[i], messages[i].msg_len, stamp.tv_sec * 1000000000LL + stamp.tv_nsec);
            }
        }
    }
    return unused;
}

static int percentile(const uint32_t *histogram, uint64_t all, double share) {
    uint64_t wanted = share * all, seen = 0;
    for (int i = 0; i < MICROS; i++)
        if ((seen += histogram[i]) > wanted) return i;
    return all ? MICROS : 0;
}

static int64_t cpu(void) {
    return now(CLOCK_PROCESS_CPUTIME_ID);
}

static void openSockets(void) {
    printf("ports");
    for (int i = 0; i < SOCKETS; i++) {
        int on = 1, size = BUFFER;
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        socklen_t length = sizeof address;
        sockets[i] = socket(AF_INET, SOCK_DGRAM, 0);
        setsockopt(sockets[i], SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
        setsockopt(sockets[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
        setsockopt(sockets[i], SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
        if (bind(sockets[i], (struct sockaddr *)&address, sizeof address) || getsockname(sockets[i], (struct sockaddr *)&address, &length)) {
            perror("bind");
            exit(1);
        }
        printf(" %d", ntohs(address.sin_port));
    }
    puts("");
    fflush(stdout);
}

static void add(int port, int type, int socket) {
    if (count == LEGS || socket < 0 || socket >= SOCKETS) exit(64);
    order[count] = count;
    legs[count] = (struct leg){.socket = sockets[socket], .type = type, .phase = (int64_t)(rand() / (RAND_MAX + 1.0) * PERIOD),
        .to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}};
    __sync_synchronize();
    count++;
}

int main(void) {
    char line[128];
    int port, type, socket;
    int64_t used = 0;
    long micros;
    pthread_t thread;
    legs = calloc(LEGS, sizeof *legs);
    srand(4711);
    tables();
    openSockets();
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "leg %d %d %d", &port, &type, &socket) == 3) {
            add(port, type, socket);
        } else if (!strncmp(line, "go", 2) && !going) {
            going = 1;
            pthread_create(&thread, NULL, receiver, NULL);
            pthread_create(&thread, NULL, sender, NULL);
        } else if (sscanf(line, "window %ld", &micros) == 1) {
            lateAfter = micros;
            sent = received = late = bad = 0;
            longest = 0;
            memset(delays, 0, sizeof delays);
            memset(tardiness, 0, sizeof tardiness);
            used = cpu();
            counting = 1;
        } else if (!strncmp(line, "end", 3)) {
            counting = 0;
            used = cpu() - used;
            usleep(GRACE);
            printf("%lu %lu %lu %lu %d %d %d %lld %d %lld\n", sent, received, late, bad, percentile(delays, received, 0.5),
                   percentile(delays, received, 0.99), percentile(delays, received, 0.999), (long long)longest / 1000,
                   percentile(tardiness, sent, 0.999), (long long)used);
            fflush(stdout);
        }
    }
    return 0;
}
