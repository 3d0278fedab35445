using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel.Crypto;

namespace Portal.Data.Files;

/// <summary>
/// The encrypted file store: files in the database, cut into pieces that are sealed under the file's own key with their number and whether they are the last, so that none
/// can be left out, moved, exchanged or cut off unnoticed (docs/decisions/0065). Every node reaches it, and memory holds a piece at a time.
/// </summary>
internal sealed class FileStore(PortalDatabase database, KeyRing keys, TimeProvider clock)
{
    private readonly DataKey wrapping = keys.Of(KeyUse.Files);

    /// <summary>Begins a file in the context's transaction.</summary>
    public FileWriter Begin(PortalDbContext db, Guid owner)
    {
        var (file, key) = (new StoredFile { Id = Guid.NewGuid(), Owner = owner, BegunAt = clock.GetUtcNow() }, DataKey.New());
        file.Wrapped = Wrap(key, file);
        db.Add(file);
        return new FileWriter(file.Id, key, 0, 0);
    }

    /// <summary>Goes on with a file where its last transaction ended.</summary>
    /// <exception cref="InvalidDataException">The file's row was changed.</exception>
    public async Task<FileWriter> ContinueAsync(Guid id, CancellationToken cancel)
    {
        await using var db = database.Open();
        var file = await db.Set<StoredFile>().AsNoTracking().SingleAsync(row => row.Id == id, cancel);
        return new FileWriter(id, Unwrap(file), file.Pieces, file.Size);
    }

    /// <summary>The size in bytes of a file.</summary>
    public async Task<long> SizeAsync(Guid id, CancellationToken cancel)
    {
        await using var db = database.Open();
        return await db.Set<StoredFile>().Where(row => row.Id == id).Select(row => row.Size).SingleOrDefaultAsync(cancel);
    }

    /// <summary>Streams a finished file's bytes, piece by piece.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written, not finished, or of another owner.</exception>
    public async IAsyncEnumerable<byte[]> ReadAsync(Guid id, Guid owner, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = database.Open();
        var file = await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.Owner == owner, cancel)
            ?? throw new InvalidDataException("There is no such file.");
        var key = Unwrap(file);
        for (var no = 0; no < Math.Max(1, file.Pieces); no++)
        {
            var number = no;
            var stored = await db.Set<FilePiece>().Where(piece => piece.FileId == id && piece.No == number).Select(piece => piece.Content).SingleOrDefaultAsync(cancel);
            yield return stored is not null && FieldCipher.TryOpen(key, stored, FileWriter.PlaceOf(id, no, no == file.Pieces - 1), out var plain)
                ? plain
                : throw new InvalidDataException("The file is damaged.");
        }
    }

    /// <summary>Deletes files with their keys and pieces.</summary>
    public static Task<int> DeleteAsync(PortalDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancel) =>
        db.Set<StoredFile>().Where(file => ids.Contains(file.Id)).ExecuteDeleteAsync(cancel);

    private static byte[] OwnerOf(StoredFile file) => Encoding.ASCII.GetBytes($"files.files|{file.Id:N}|{file.Owner:N}");

    private byte[] Wrap(DataKey key, StoredFile file)
    {
        Span<byte> plain = stackalloc byte[sizeof(long) + DataKey.Size];
        BinaryPrimitives.WriteInt64BigEndian(plain, key.Id);
        key.Bytes.CopyTo(plain[sizeof(long)..]);
        return FieldCipher.Seal(wrapping, plain, OwnerOf(file));
    }

    private DataKey Unwrap(StoredFile file) =>
        FieldCipher.TryOpen(wrapping, file.Wrapped, OwnerOf(file), out var plain) && plain.Length == sizeof(long) + DataKey.Size
            ? new DataKey(BinaryPrimitives.ReadInt64BigEndian(plain), plain.AsSpan(sizeof(long)))
            : throw new InvalidDataException("The file's key does not open.");
}
