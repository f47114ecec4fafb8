import { Button, createTheme, Drawer, Modal, PasswordInput, Select, TextInput, Tooltip } from '@mantine/core'

/** One deep blue-green; the eighth shade carries white text at more than 7 : 1. */
const petrol = [
  '#eef6f7',
  '#dcebed',
  '#b9d7db',
  '#8fbfc6',
  '#65a5ae',
  '#438d98',
  '#2a7884',
  '#176673',
  '#0e5663',
  '#0a4550',
] as const
const slate = [
  '#f6f8f8',
  '#edf0f1',
  '#dfe4e6',
  '#c9d1d4',
  '#a3aeb3',
  '#7b888e',
  '#58656b',
  '#414c52',
  '#2b3438',
  '#1a2124',
] as const

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: 7,
  colors: { petrol, gray: slate },
  black: '#1a2124',
  fontFamily: "'Microsoft YaHei UI', 'PingFang SC', 'Noto Sans CJK SC', sans-serif",
  fontFamilyMonospace: "Consolas, 'SF Mono', 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '3px', md: '4px', lg: '6px', xl: '8px' },
  defaultRadius: 'md',
  shadows: {
    xs: 'none',
    sm: 'none',
    md: '0 2px 8px rgba(26, 33, 36, 0.12)',
    lg: '0 4px 16px rgba(26, 33, 36, 0.14)',
    xl: '0 8px 24px rgba(26, 33, 36, 0.16)',
  },
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
    Select: Select.extend({ defaultProps: { size: 'sm' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, withArrow: true } }),
    Drawer: Drawer.extend({
      defaultProps: { position: 'right', overlayProps: { backgroundOpacity: 0.2 }, transitionProps: { duration: 120 } },
    }),
    Modal: Modal.extend({
      defaultProps: { overlayProps: { backgroundOpacity: 0.3 }, transitionProps: { duration: 120 }, centered: true },
    }),
  },
})
