"""Runs a command with some of its streams at a pseudo terminal: at-terminal.py COLUMNS STREAMS INTERRUPT COMMAND...

STREAMS is any of "out", "err", joined by a comma; the other is a pipe. With INTERRUPT "yes" the command gets an interrupt
(SIGINT) when it rewrites a line of the terminal. Prints JSON: code, terminal, piped.
"""
import fcntl, json, os, signal, struct, subprocess, sys, termios, threading

columns, streams, interrupt = int(sys.argv[1]), sys.argv[2].split(','), sys.argv[3] == 'yes'
ours, theirs = os.openpty()
fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
at = lambda name: theirs if name in streams else subprocess.PIPE
child = subprocess.Popen(sys.argv[4:], stdin=subprocess.DEVNULL, stdout=at('out'), stderr=at('err'))
os.close(theirs)
piped = []
pipes = [pipe for pipe in (child.stdout, child.stderr) if pipe]
readers = [threading.Thread(target=lambda pipe=pipe: piped.append(pipe.read())) for pipe in pipes]
for reader in readers:
    reader.start()
terminal = b''
while True:
    try:
        piece = os.read(ours, 65536)
    except OSError:  # how Linux says that nobody has the other end any more
        piece = b''
    if not piece:
        break
    terminal += piece
    if interrupt and b'\r\x1b[K' in terminal:
        child.send_signal(signal.SIGINT)
        interrupt = False
for reader in readers:
    reader.join()
print(json.dumps({'code': child.wait(), 'terminal': terminal.decode(), 'piped': b''.join(piped).decode()}))
