using System.Text;

namespace Portal.Kernel.Crypto;

/// <summary>The full name of an encrypted column; its bytes are the associated data of every value in it.</summary>
internal sealed class ProtectedColumn(string schema, string table, string column)
{
    private readonly byte[] bytes = Encoding.UTF8.GetBytes($"{schema}.{table}.{column}");

    public string Name { get; } = $"{schema}.{table}.{column}";

    public ReadOnlySpan<byte> Bytes => bytes;
}
