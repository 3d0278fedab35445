using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel.Crypto;

namespace Portal.Data.Files;

/// <summary>Adds pieces to one file, each in the caller's transaction. A transaction that fails leaves the writer behind: ask the store for another one.</summary>
internal sealed class FileWriter(Guid id, DataKey key, int pieces, long size)
{
    private static ReadOnlySpan<byte> Column => "files.pieces|"u8;

    public Guid Id => id;

    public long Size { get; private set; } = size;

    private int Pieces { get; set; } = pieces;

    /// <summary>Adds a piece; the last one says that it is.</summary>
    public async Task AddAsync(PortalDbContext db, ReadOnlyMemory<byte> plain, bool isLast, CancellationToken cancel)
    {
        db.Add(new FilePiece { FileId = id, No = Pieces, Content = FieldCipher.Seal(key, plain.Span, PlaceOf(id, Pieces, isLast)) });
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear(); // a long file's pieces are not held
        (Pieces, Size) = (Pieces + 1, Size + plain.Length);
        await db.Set<StoredFile>().Where(file => file.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(file => file.Pieces, Pieces).SetProperty(file => file.Size, Size), cancel);
    }

    /// <summary>What a piece is bound to: its file, its number, and whether it is the last.</summary>
    internal static byte[] PlaceOf(Guid id, int no, bool isLast)
    {
        var place = new byte[Column.Length + 16 + sizeof(int) + 1];
        Column.CopyTo(place);
        id.TryWriteBytes(place.AsSpan(Column.Length), bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(place.AsSpan(Column.Length + 16), no);
        place[^1] = isLast ? (byte)1 : (byte)0;
        return place;
    }
}
