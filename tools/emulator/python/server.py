"""The emulator's server: moto with the additions of backends/, on one local port.

Prints one line of JSON on standard output as soon as it listens: {"port": <number>}. With --watch-stdin it ends when
its standard input closes, so that it never outlives the process that started it, however that process ended. Without, it
goes on until it is told to end, or until the file that its log goes to is deleted: nobody can find it any more then.
"""

import argparse
import errno
import json
import os
import signal
import socket
import sys
import threading
import time

import backends
from application import Application
from attempts import Attempts
from moto.server import MotoRequestHandler
from werkzeug.serving import make_server

PORT_IN_USE = 98


def listen(port: int) -> socket.socket:
    """Binds the port (0: any free one). Leaves with PORT_IN_USE when somebody else has it."""
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            print(error, file=sys.stderr)
            sys.exit(PORT_IN_USE)
        raise


def end_with_standard_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def end_with_log() -> None:
    while os.fstat(sys.stderr.fileno()).st_nlink > 0:
        time.sleep(1)
    os._exit(0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--id", required=True, help="what the server answers to GET /landing-zone-emulator")
    parser.add_argument("--watch-stdin", action="store_true")
    arguments = parser.parse_args()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    listener = listen(arguments.port)
    port = listener.getsockname()[1]
    os.environ["MOTO_PORT"] = str(port)
    backends.install()
    watch = end_with_standard_input if arguments.watch_stdin else end_with_log
    threading.Thread(target=watch, daemon=True).start()

    application = Attempts(Application(arguments.id))
    server = make_server(
        "127.0.0.1", port, application, threaded=True, request_handler=MotoRequestHandler, fd=listener.fileno()
    )
    print(json.dumps({"port": port}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
