using System.Diagnostics.CodeAnalysis;

namespace Portal.Kernel.Crypto;

/// <summary>A type that every list shows: it reads itself from its usual JSON without the serializer's state, which costs more than the value.</summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface IQuickRead<T>
{
    /// <summary>Reads the value, or answers <c>false</c> where the JSON is not in its usual form; then the serializer reads it.</summary>
    static abstract bool TryRead(ref PlainScanner json, [NotNullWhen(true)] out T? value);
}
