/* What a packet costs at the least on this machine: the sockets of an RTP relay, an epoll, and one recvfrom and one sendto for each packet
 * that goes back to where it came from. "scripts/bench media" compiles and runs it where there is a C compiler.
 *
 * Arguments: first port, sockets (every other port). It prints "ready", and ends with its input. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 64, LARGEST = 2048, BUFFER = 1 << 20 };

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int listener(int port) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    int size = BUFFER;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0) fail("bind");
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    return fd;
}

static void add(int poller, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) != 0) fail("epoll_ctl");
}

static void reflect(int fd) {
    static char packet[LARGEST];
    for (;;) {
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        ssize_t size = recvfrom(fd, packet, sizeof packet, 0, (struct sockaddr *)&from, &length);
        if (size < 0 || sendto(fd, packet, size, 0, (struct sockaddr *)&from, length) < 0) return;
    }
}

int main(int count, char **arguments) {
    if (count != 3) return 64;
    int poller = epoll_create1(0);
    for (int i = 0; i < atoi(arguments[2]); i++) add(poller, listener(atoi(arguments[1]) + 2 * i));
    fcntl(0, F_SETFL, O_NONBLOCK);
    add(poller, 0);
    puts("ready");
    fflush(stdout);
    for (;;) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd != 0) {
                reflect(events[i].data.fd);
                continue;
            }
            char line[64];
            ssize_t size = read(0, line, sizeof line);
            if (size == 0) return 0;
        }
    }
}
