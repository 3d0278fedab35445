using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Portal.Kernel.Crypto;

/// <summary>A stored value whose plain text is not here: it is encrypted on the way to the database, and only an access opens it.</summary>
/// <remarks>
/// It has no operators, no equality of values and a masked text, so that a query over it does not compile and a log line cannot leak it.
/// </remarks>
/// <typeparam name="T">The type of the plain value.</typeparam>
public sealed class Protected<T> : IProtected
{
    private readonly DataKey? key;
    private readonly T? plain;
    private ProtectedColumn? column;
    private byte[]? stored;

    internal Protected(T value, DataKey key)
    {
        plain = value;
        this.key = key;
    }

    internal Protected(byte[] stored, ProtectedColumn column)
    {
        this.stored = stored;
        this.column = column;
    }

    /// <inheritdoc/>
    public override string ToString() => "•••";

    // Encrypted once and kept: the row seal and the database must see the same bytes, and a nonce is random.
    internal byte[] ToStored(ProtectedColumn target)
    {
        if (stored is null)
        {
            stored = FieldCipher.Seal(key!, PlainFormat.Write(plain!), target.Bytes);
            column = target;
        }
        else if (!ReferenceEquals(column, target) && column!.Name != target.Name)
        {
            throw new InvalidOperationException($"A value protected for {column.Name} cannot be stored in {target.Name}; reveal and protect it again.");
        }

        return stored;
    }

    internal Revealed<T> Open(DataKey with)
    {
        if (stored is null)
        {
            return Revealed<T>.Of(plain!);
        }

        var size = FieldCipher.PlainSize(stored);
        return size <= ShortText.Size ? OpenShort(with, size) : Open(with, new byte[size]);
    }

    // Most fields are short; an array for each would be garbage at once.
    private Revealed<T> OpenShort(DataKey with, int size)
    {
        var bytes = default(ShortText);
        return Open(with, ((Span<byte>)bytes)[..size]);
    }

    private Revealed<T> Open(DataKey with, Span<byte> bytes)
    {
        if (!FieldCipher.TryOpen(with, stored, column!.Bytes, bytes))
        {
            return Revealed<T>.Damaged;
        }

        try
        {
            return Revealed<T>.Of(PlainFormat.Read<T>(bytes));
        }
        catch (JsonException)
        {
            return Revealed<T>.Damaged;
        }
    }
}

/// <summary>Room on the stack for a short field; of a fixed size, which the runtime clears in a few steps.</summary>
[InlineArray(Size)]
internal struct ShortText
{
    public const int Size = 256;

    private byte first;
}
