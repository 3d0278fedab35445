using System.Diagnostics;
using System.Security.Cryptography;

namespace Portal.Web.Components.Ui;

/// <summary>References that an error shows and the log line of the same error carries.</summary>
public static class Reference
{
    /// <summary>The trace of the request where there is one, else a random one; says nothing about a person.</summary>
    public static string New() => Activity.Current?.TraceId.ToHexString()[..12] ?? RandomNumberGenerator.GetHexString(12, lowercase: true);
}
