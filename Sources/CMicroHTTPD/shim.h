// libmicrohttpd takes options and returns information through variadic functions, which Swift cannot call.

#ifndef CURLEW_CMICROHTTPD_H
#define CURLEW_CMICROHTTPD_H

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>

// A server on 127.0.0.1, at a port that the system chooses, with a thread for each connection, so that an answer may take its
// time; NULL when there can be none, and errno says why.
static inline struct MHD_Daemon *curlew_mhd_start(unsigned int connections, MHD_AccessHandlerCallback handler,
                                                  void *context) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL, 0, NULL, NULL,
                            handler, context, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
                            MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_END);
}

// The port a server listens at; 0 when that is not known.
static inline unsigned int curlew_mhd_port(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *information = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return information == NULL ? 0 : information->port;
}

#endif
