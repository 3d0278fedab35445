namespace Portal.Kernel.Crypto;

/// <summary>The key file cannot be used; the message is one sentence that says what to do and holds no secret.</summary>
public sealed class KeyFileException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public KeyFileException(string message)
        : base(message)
    {
    }
}
