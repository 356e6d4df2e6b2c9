# Enters the tree $1 in the directory $2; the directories up to `--` are seen there under their own names, and what follows is
# run. For a mount namespace of its own, so that nothing stays mounted.
set -e
tree=$1 directory=$2
shift 2
mount -t proc proc "$tree/proc" 2>/dev/null || mount --rbind /proc "$tree/proc"
mount --rbind /dev "$tree/dev"
while [ "$1" != -- ]; do
    mkdir -p "$tree$1"
    mount --rbind "$1" "$tree$1"
    shift
done
shift
exec chroot "$tree" sh -c 'cd "$1" && shift && exec "$@"' sh "$directory" "$@"
