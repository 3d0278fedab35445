using System.Text;

namespace Portal.Kernel.Mail;

/// <summary>Writes mails as files for Development. A repeat writes the same file again, as a receiver would recognise it by its Message-ID.</summary>
internal sealed class FileCarrier(string folder) : IMailCarrier
{
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        var path = Path.Combine(folder, $"{mail.Id:N}.eml");
        var half = path + ".half";
        try
        {
            MakeFolder();
            await File.WriteAllBytesAsync(half, [], cancel);
            OnlyOwner(half);
            await File.WriteAllTextAsync(half, MailFile.Of(mail), new UTF8Encoding(false), cancel);
            File.Move(half, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MailNotTakenException("folder");
        }
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void OnlyOwner(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
