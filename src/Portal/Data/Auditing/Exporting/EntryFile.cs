using System.Buffers;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Exporting;

/// <summary>An entry on its way into a file.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Leaf">What opens its leaf.</param>
/// <param name="Name">The name of the acting colleague, for those who may see it.</param>
/// <param name="IsAltered">Whether it is not as the portal wrote it.</param>
internal sealed record ExportedEntry(AuditEntry Entry, LeafOpening Leaf, string? Name, bool IsAltered);

/// <summary>A form in which entries leave the portal, written page by page.</summary>
internal abstract class EntryFile
{
    /// <summary>The file's name in the package.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the file holds all that an entry's leaf is computed from, so that its content is proven and not only that it was there.</summary>
    public virtual bool ProvesContent => false;

    /// <summary>What comes before the first entry.</summary>
    public virtual ReadOnlyMemory<byte> Head => default;

    /// <summary>What comes after the last one.</summary>
    public virtual ReadOnlyMemory<byte> Tail => default;

    /// <summary>Writes one entry.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="one">The entry.</param>
    /// <param name="isFirst">Whether it is the file's first one.</param>
    public abstract void Write(ArrayBufferWriter<byte> to, ExportedEntry one, bool isFirst);
}
