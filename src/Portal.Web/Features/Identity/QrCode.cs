using System.Text;
using QRCoder;

namespace Portal.Web.Features.Identity;

/// <summary>A QR code as an SVG picture inside the page: it is never a file or an address that could be asked for again.</summary>
internal static class QrCode
{
    private const int PixelsPerModule = 4;

    public static string DataUri(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        // Black on white with its quiet zone in both themes: scanners want that contrast.
        var svg = code.GetGraphic(PixelsPerModule, "#000000", "#ffffff", drawQuietZones: true);
        return $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}";
    }
}
