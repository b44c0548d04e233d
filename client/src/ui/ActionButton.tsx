import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './Icon.tsx';

type Props = Omit<JSX.HTMLAttributes<HTMLButtonElement>, 'icon'> & {
  icon: IconName;
  disabled?: boolean;
  primary?: boolean;
  children: ComponentChildren;
};

/** A button that says what it does beside its icon. */
export function ActionButton({ icon, primary = false, children, ...rest }: Props) {
  return (
    <button type="button" class={`button ${primary ? 'button-primary' : 'button-outline'}`} {...rest}>
      <Icon name={icon} />
      {children}
    </button>
  );
}
