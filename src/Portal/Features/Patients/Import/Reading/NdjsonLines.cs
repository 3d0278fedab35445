using System.Runtime.CompilerServices;

namespace Portal.Features.Patients.Import.Reading;

/// <summary>Splits a file at line feeds, one line in memory at a time.</summary>
internal static class NdjsonLines
{
    private const int Chunk = 256 * 1024;

    /// <summary>The lines that are not blank, each with its number from 1. A line over the limit has no bytes.</summary>
    public static async IAsyncEnumerable<(int Number, byte[]? Bytes)> ReadAsync(Stream file, int limit, [EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = new byte[Chunk];
        using var line = new MemoryStream();
        var (number, tooLong, read) = (1, false, 0);
        while ((read = await file.ReadAsync(buffer, ct)) > 0)
        {
            for (var from = 0; from < read;)
            {
                var end = buffer.AsSpan(from, read - from).IndexOf((byte)'\n');
                var length = end < 0 ? read - from : end;
                tooLong |= line.Length + length > limit;
                if (!tooLong)
                {
                    line.Write(buffer.AsSpan(from, length));
                }

                from += length + 1;
                if (end < 0)
                {
                    continue;
                }

                if (tooLong || !IsBlank(line))
                {
                    yield return (number, tooLong ? null : line.ToArray());
                }

                (number, tooLong) = (number + 1, false);
                line.SetLength(0);
            }
        }

        if (tooLong || !IsBlank(line))
        {
            yield return (number, tooLong ? null : line.ToArray());
        }
    }

    private static bool IsBlank(MemoryStream line) =>
        line.GetBuffer().AsSpan(0, (int)line.Length).IndexOfAnyExcept(" \t\r\uFEFF"u8) < 0;
}
