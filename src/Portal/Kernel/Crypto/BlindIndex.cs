using System.Collections.Concurrent;
using System.Text;

namespace Portal.Kernel.Crypto;

/// <summary>Keyed hashes for exact look-up of encrypted values: HMAC-SHA256 under a key per column, cut to 128 bits.</summary>
internal sealed class BlindIndex
{
    private readonly DataKey root;
    private readonly ConcurrentDictionary<string, DataKey> keys = new(StringComparer.Ordinal);

    public BlindIndex(DataKey root) => this.root = root;

    /// <summary>The index of a value that was already normalised.</summary>
    /// <param name="column">The column's full name; a value gives unrelated indexes in two columns.</param>
    /// <param name="normalised">See <see cref="Normalise"/>.</param>
    public byte[] Of(string column, string normalised) => Of(column, Encoding.UTF8.GetBytes(normalised));

    /// <summary>The index of bytes, such as the content of a source resource.</summary>
    public byte[] Of(string column, ReadOnlySpan<byte> content)
    {
        var index = new byte[Mac.ShortSize];
        Mac.Short(keys.GetOrAdd(column, static (name, from) => KeyOf(name, from), root), content, index);
        return index;
    }

    private static DataKey KeyOf(string column, DataKey root) => new(0, KeyDerivation.Derive(root.Bytes, $"blind-index:{column}"));
}
