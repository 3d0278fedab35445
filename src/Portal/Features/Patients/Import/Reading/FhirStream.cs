namespace Portal.Features.Patients.Import.Reading;

/// <summary>
/// Reads a file, or a file in an archive, to its announced length and not a byte further. What goes wrong on the way (a disk, a network drive, a
/// damaged archive) is a fault of that file and ends nothing else.
/// </summary>
internal sealed class FhirStream(Stream source, long length, IDisposable? owner = null) : Stream
{
    private long left = length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; } = length;

    public override long Position
    {
        get => Length - left;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await source.ReadAsync(buffer, cancellationToken), buffer.Length);
        }
        catch (Exception cause) when (cause is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw Unreadable();
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Count(source.Read(buffer, offset, count), count);
        }
        catch (Exception cause) when (cause is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw Unreadable();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            owner?.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read, int asked)
    {
        left -= read;
        return left >= 0 && (read > 0 || left == 0 || asked == 0) ? read : throw new ImportFaultException("", "is not as long as it says; it is damaged, or was changed while it was read");
    }

    private static ImportFaultException Unreadable() => new("", "cannot be read to its end; the disk, the network drive or the archive is damaged");
}
